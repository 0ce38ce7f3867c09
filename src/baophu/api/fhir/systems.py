"""Addresses that name systems of identifiers and codes: all of them stand here and nowhere else.

PROVISIONAL. No authority has published addresses for these numbers; whoever does, is followed by changing this file.
Those of HL7 are HL7's own.
"""

from __future__ import annotations

PROVISIONAL = "https://baophu.example/fhir"
PERSONAL_ID = f"{PROVISIONAL}/sid/so-dinh-danh-ca-nhan"
OLD_ID = f"{PROVISIONAL}/sid/so-cmnd"
SOCIAL_NUMBER = f"{PROVISIONAL}/sid/ma-so-bhxh"
CARD_NUMBER = f"{PROVISIONAL}/sid/so-the-bhyt"
FACILITY = f"{PROVISIONAL}/sid/ma-cskcb"
VISIT = f"{PROVISIONAL}/sid/ma-lan-kham"
PAYER = f"{PROVISIONAL}/sid/co-quan-bao-hiem"
UNIT = f"{PROVISIONAL}/CodeSystem/don-vi-hanh-chinh"
GROUP = f"{PROVISIONAL}/CodeSystem/nhom-doi-tuong"
ANSWER = f"{PROVISIONAL}/CodeSystem/ma-ket-qua"
ANSWER_CODE = f"{PROVISIONAL}/StructureDefinition/ma-ket-qua"
CERTAIN = f"{PROVISIONAL}/StructureDefinition/chac-chan"
KNOWN_AT = f"{PROVISIONAL}/StructureDefinition/theo-trang-thai-luc"

HL7 = "http://terminology.hl7.org/CodeSystem"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
UCUM = "http://unitsofmeasure.org"

NUMBERS = {
    PERSONAL_ID: "personal_id",
    OLD_ID: "old_id",
    SOCIAL_NUMBER: "social_number",
    CARD_NUMBER: "card_number",
}
"""The field of a person that each system of numbers is."""

INSURER = "BHXH"
INSURER_NAME = "Bảo hiểm xã hội Việt Nam"
