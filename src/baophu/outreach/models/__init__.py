"""Campaigns, whom they are for, what came of each contact, and papers made for them."""

from baophu.outreach.models.campaign import Campaign, CampaignUnit, Member
from baophu.outreach.models.contact import Contact
from baophu.outreach.models.papers import Papers

__all__ = ["Campaign", "CampaignUnit", "Contact", "Member", "Papers"]
