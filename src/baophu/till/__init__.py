"""The till: transfers that banks report, receipts, agents who take cash."""
