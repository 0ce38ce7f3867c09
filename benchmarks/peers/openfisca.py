"""OpenFisca-Core: the toy law as a small country package, written in two ways (see ``fisca_family.py``)."""

from __future__ import annotations

from importlib.metadata import version

from openfisca_core import model_api  # type: ignore[import-not-found]
from openfisca_core.entities import build_entity  # type: ignore[import-not-found]
from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-not-found]
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-not-found]

from benchmarks.harness import Contender, serve
from benchmarks.peers.fisca_family import Core, calculate, simulation
from benchmarks.peers.fisca_law import system

CORE = Core(model_api, build_entity, TaxBenefitSystem, SimulationBuilder)
VERSION = version("openfisca-core")


def _contender(variant: str, by_hand: bool) -> Contender:
    made, enums = system(CORE, by_hand)
    return Contender(
        "openfisca", variant, VERSION, calculate, lambda population: simulation(CORE, made, enums, population)
    )


CONTENDERS = (_contender("idiomatic", by_hand=False), _contender("lookup", by_hand=True))

if __name__ == "__main__":
    serve(CONTENDERS)
