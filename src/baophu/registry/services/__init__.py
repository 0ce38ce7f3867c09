"""What is done with the register, one file a subject; `recording` gathers what others record with.

entries → spells → facts → statuses, amounts, people, households, residence → births, deaths, merging, units → undoing;
telling and finding read; loading, backup and origin concern the register as a whole.
"""
