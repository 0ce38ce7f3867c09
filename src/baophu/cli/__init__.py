"""The command line. Each command imports what it needs when it runs, so that `baophu --help` answers at once."""

from __future__ import annotations

import sys

import typer

from baophu.cli.api_keys import app as api_key_app
from baophu.cli.covering import register as register_covering
from baophu.cli.facilities import facilities
from baophu.cli.importing import register as register_importing
from baophu.cli.law import app as law_app
from baophu.cli.nightly import nightly
from baophu.cli.notices import register as register_notices
from baophu.cli.offline import register as register_offline
from baophu.cli.province import register as register_province
from baophu.cli.province import synth
from baophu.cli.register import register as register_register
from baophu.cli.runs import register as register_runs
from baophu.cli.serving import serve
from baophu.cli.shared import Failure
from baophu.cli.steering import register as register_steering
from baophu.cli.till import register as register_till
from baophu.cli.users import register as register_users

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Universal health insurance for a province: the law as dated rules, decisions with reasons, lapses, drafts.",
)
app.add_typer(law_app, name="law")
app.add_typer(synth, name="synth")
app.add_typer(api_key_app, name="api-key")
register_province(app)
register_users(app)
register_register(app)
register_runs(app)
register_steering(app)
app.command()(serve)
app.command()(nightly)
app.command()(facilities)
register_importing(app)
register_covering(app)
register_till(app)
register_notices(app)
register_offline(app)


def main() -> None:
    """Run a command; what cannot be done is said in a sentence, with exit code 1."""
    try:
        app(standalone_mode=True)
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(1)
