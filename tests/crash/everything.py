"""Every command that the story does not say, so that what each leaves behind is looked at.

Rule: they follow the story's last act. A command that a rule refuses here has run all the same.
"""

from tests.crash.acts import Act
from tests.crash.orders import Case
from tests.crash.scenario import STORY, Voice, clock, say
from tests.factory import REVIEW

_COMMANDS = f"""
review list
review show {REVIEW}
review correct {REVIEW} --notified 2026-02-02 --why Minute --authority Chair
review decide {REVIEW} --decided 2026-02-16 --authority Chair
review child-add {REVIEW} --code A --born 2012-02-29
review child-correct {REVIEW} --child A --died 2026-01-02 --why Found --authority Chair
review child-add {REVIEW} --code B
review child-strike-out {REVIEW} --child B --why Error --authority Chair
review agency-add {REVIEW} --agency Trust
review agency-correct {REVIEW} --agency Trust --name Foundation --why Renamed --authority Chair
review imr-request {REVIEW} --agency Foundation
review imr-came {REVIEW} --agency Foundation
review agency-add {REVIEW} --agency School
review agency-strike-out {REVIEW} --agency School --why Closed --authority Chair
review appoint {REVIEW} --office overview-author --person P-0001 --independence Yes --authority Chair
review end-appointment {REVIEW} --office overview-author --why Ill --authority Chair
review told {REVIEW} --body Ofsted --by Chair --how Letter
review checklist {REVIEW} --out {{folder}}/papers/more
review extend {REVIEW} --until 2026-12-01 --why Trial --plan Revised --authority Chair
review extension-told {REVIEW} --told Office
review clock {REVIEW} --out {{folder}}/papers/more
review calendar --out {{folder}}/papers/more/due.ics
review extension-correct {REVIEW} --extension 2026-12-01 --until 2026-11-01 --why Slip --authority Chair
review extension-strike-out {REVIEW} --extension 2026-11-01 --why Slip --authority Chair
review give-regime {REVIEW} --regime scr-2010 --why Later --authority Chair
review complete {REVIEW} --authority Chair
review completion-correct {REVIEW} --minuted Minute --why Slip --authority Chair
review completion-strike-out {REVIEW} --why Slip --authority Chair
review evaluated {REVIEW} --letter 2026-03-02 --grade inadequate --by Ofsted
review evaluation-answered {REVIEW} --how Letter
review evaluation-correct {REVIEW} --evaluation 2026-03-02 --by Inspectorate --why Slip --authority Chair
review evaluation-strike-out {REVIEW} --evaluation 2026-03-02 --why Slip --authority Chair
proceedings open --review {REVIEW} --kind inquest --before Coroner
proceedings note PP-0001 --note Adjourned
proceedings show PP-0001
proceedings conclude PP-0001 --outcome Narrative
proceedings reopen PP-0001 --why Adjourned
proceedings conclude PP-0001 --outcome Narrative
proceedings list
person list
person contact P-0001 --email nobody@example.org
person give-role P-0001 --role Reader --authority Chair
person end-role P-0001 --role Reader
person add-standing
operator list
document list
document show D-0001
document receipt D-0001 --out {{folder}}/papers/more
document view D-0001 --purpose Advice --out {{folder}}/papers/more/export.pdf
document limit D-0001 --copies 25 --authority Chair --reason Panel
document render D-0004
document attach-rendition D-0005 {{folder}}/received/report.pdf --checked-by Bea
document compare-rendition D-0004 --checked-by Bea
document views D-0001
board show
board add-kind Genogram --authority Chair
board change-kind genogram --many yes --authority Chair
board add-category Governor --authority Chair
board remove-category Governor --authority Chair
board add-briefed-body Inspectorate --authority Chair
board remove-briefed-body Inspectorate --authority Chair
board add-process-body Inspectorate --authority Chair
board remove-process-body Inspectorate --authority Chair
board add-recipient --post Nurse --agency Trust --authority Chair
board remove-recipient --post Nurse --agency Trust --authority Chair
board change-marking OFFICIAL --authority Chair
board change-copy-limit 25 --authority Chair
board change-returns Elsewhere --authority Chair
board add-conclusion-body Inspectorate --authority Chair
board remove-conclusion-body Inspectorate --authority Chair
board add-notified-body Inspectorate --authority Chair
board remove-notified-body Inspectorate --authority Chair
board set-regime scr-2010 --completion 9-months --authority Chair
request list
copy list
copy show D-0001/1
copy slip-again D-0002/1 --out {{folder}}/papers/more
copy return D-0002/1 --pages 1 --condition Torn --receipt-to {{folder}}/papers/more
copy transfer D-0002/1 --person P-0001 --request R-0001 --due 2026-03-20 --pages 1 \
--condition Good --out {{folder}}/papers/more
copy claim-returned D-0002/1 --said-by Bea --how Posted
copy lost D-0002/1 --what Gone
copy found D-0002/1 --where Drawer --found-by Bea
copy recall D-0002/1 --reason Wanted --out {{folder}}/papers/more
copy remind D-0002/1 --out {{folder}}/papers/more
copy call D-0002/1 --spoke-to Bea --said Tomorrow
copy escalate D-0002/1 --to Chair --reason Silence --out {{folder}}/papers/more
copy chased D-0002/1
words list
words show reminder-1
words change reminder-1 --text-file {{folder}}/received/wording.txt --authority Chair
words restore reminder-1 --authority Chair
letter due
letter chase --out {{folder}}/papers/more
letter chasing-list --out {{folder}}/papers/more/chasing.pdf
letter list
letter show LE-0001
letter again LE-0001 --out {{folder}}/papers/more
copy damaged D-0002/1 --what Wet
copy mend D-0002/1 --found Dried
copy receipt D-0001/1 --out {{folder}}/papers/more
printers list
printers except Nobody --authority Chair --reason Near
printers end-exception Nobody --reason Far
printers print {{folder}}/received/report.pdf --printer Nobody
copy issue D-0001 --request R-0001 --due 2026-03-20 --printer Nobody
printers jobs
printers count PJ-0001 --whole 2
scan file {{folder}}/received/report.pdf --look
scan file-by-hand {{folder}}/received/report.pdf --about D-0001 --paper Letter
scan list
scan view SN-0001 --out {{folder}}/papers/more/scan.pdf
copy printed D-0001/1
copy spoil D-0001/1 --reason Jam
muster begin --first Ann --second Bob --out {{folder}}/papers/more
muster sheet --out {{folder}}/papers/more
muster count D-0001/1 --seen in-the-safe --pages 2
muster extra --what Pages
muster finish --code 0000-0000 --out {{folder}}/papers/more
muster discrepancies MU-0001 --out {{folder}}/papers/more
muster show MU-0001
muster abandon --reason Alarm
muster list
muster schedule --every 60 --authority Chair
incident list
incident show I-0001
incident open --matter other --what Noise
incident note I-0001 --text Asked
incident assess I-0001 --no-risk --reason Found
incident report I-0001 --out {{folder}}/papers/more
incident close I-0001 --found Behind
person list --review {REVIEW} --on 2026-03-02
request record --person P-0001 --document D-0001 --purpose Reading --mode view --under court-order --order X1
request decide {{request}} --agreed --by Chair --reason Ordered
advice record --document D-0001 --adviser Counsel --gist Yes --consulted None
advice list
advice form {{advice}} --out {{folder}}/papers/more
request view-here {{request}}
document take-in {{folder}}/received/report.pdf --review {REVIEW} --kind executive-summary \
--edition anonymised
publication decide {REVIEW} --document D-0003 --by Board
publication consider {REVIEW} --by Panel --gist None
publication brief {REVIEW} --body Ofsted
publication check-anonymisation {REVIEW} --by Checker
publication publish {REVIEW} --where Website
publication show {REVIEW}
publication form {REVIEW} --out {{folder}}/papers/more
interest record --review {REVIEW} --name Reader --category public --format paper --reason Interest
interest record --review {REVIEW} --name Buyer --category press --format electronic --reason Print
interest answer E-0001 --outcome sent --out {{folder}}/papers/more
interest answer-waiting --out {{folder}}/papers/more
interest file-again E-0002 --out {{folder}}/papers/more
interest list
publication withdraw {REVIEW} --why Error
request record --person P-0001 --document D-0001 --purpose Reading --mode electronic
request decide {{request}} --agreed --by Chair --reason Panel
copy account-for D-0001 --last 3
copy send D-0001 --person P-0001 --request {{request}} --delete-by 2026-03-20 --out {{folder}}/papers/more
copy deleted D-0001/3 --declared-by Recipient
submission record --document D-0003 --to Ofsted --how Courier --out {{folder}}/papers/more
submission sheet SU-0001 --out {{folder}}/papers/more
submission receipt SU-0001 --by Clerk --evidence Letter
submission list
health ask --review {REVIEW} --about Adult --holder Trust --asked-by Author --sought Dates --purpose Reading
health decide {{case}} --outcome withheld --by Guardian --reason Needless
health form {{case}} --out {{folder}}/papers/more
health list
agency-plan notify --review {REVIEW} --agency Trust --told-by Director --chair Chair --timing Later
agency-plan members-told {{plan}}
agency-plan published {{plan}} --where Website --to-whom Public
agency-plan next-board {{plan}} --on 2026-04-14
agency-plan report {{plan}} --out {{folder}}/papers/more
agency-plan reported {{plan}} --by Director
agency-plan withdraw {{plan}} --why Late
agency-plan list
find Example
report access-log --review {REVIEW} --out {{folder}}/papers/more/log.csv
report panel-pack --review {REVIEW} --out {{folder}}/papers/more/pack
ledger list
ledger list --about D-0001
ledger export --by O-0001 --out {{folder}}/papers/more/extract.pdf
ledger export --out {{folder}}/papers/more/ledger.jsonl
slip check 1:0000
medium list
medium move M-0001 --kept-at Bank --keeper Bea
medium destroy M-0001 --how Shredded --witness Wilma --out {{folder}}/papers/more
medium certificate M-0001 --out {{folder}}/papers/more
handover sheet --out {{folder}}/papers/more
handover confirm --code 0000-0000
copy account-for D-0001 --last 2
foi record --name Reader --asked Everything --way e-mail --review {REVIEW}
foi subject F-0001 --document D-0001
foi clarify F-0001 --what Which
foi came F-0001 --what clarification
foi fee F-0001 --what Postage
foi came F-0001 --what fee
foi opinion F-0001 --by Chief --gist Inhibits
foi extend F-0001 --section 36 --until 2026-12-01 --why Weighing --exceptional Inquest
foi withhold F-0001 --document D-0001 --passage Address --section 41 --reasons Confidence
foi withhold F-0001 --document D-0001 --passage Telephone --section 41 --reasons Confidence
foi release F-0001 --passage 2 --why Public
foi respond F-0001 --outcome refused --reasons Confidence
foi copied F-0001 --what request --to Chair --out {{folder}}/papers/more
foi copied F-0001 --what response --to Chair --out {{folder}}/papers/more
foi letter F-0001 --kind response --out {{folder}}/papers/more
foi clock F-0001
foi working F-0001 --out {{folder}}/papers/more
foi review F-0001 --grounds Public
foi extend-review F-0001 --until 2026-12-01 --why Asking
foi answer-review F-0001 --outcome answer-stands --reasons Balance
foi complain F-0001 --what Delay
foi complaint-ended F-0001 --outcome Settled
foi close F-0001 --how Answered
foi list
foi show F-0001
subject-access record --name Reader --asked Mine --way letter
subject-access subject {{request}} --review {REVIEW}
subject-access identity {{request}} --what Passport
subject-access came {{request}} --what identity
subject-access clarify {{request}} --what Which
subject-access fee {{request}} --what Postage
subject-access extend {{request}} --why Complex
subject-access withhold {{request}} --passage Name --ground Another --reasons Consent
subject-access withhold {{request}} --passage Street --ground Another --reasons Consent
subject-access release {{request}} --passage 2 --why Public
subject-access respond {{request}} --outcome refused --reasons Another
subject-access copied {{request}} --what request --to Chair --why Decides --out {{folder}}/papers/more
subject-access letter {{request}} --kind response --out {{folder}}/papers/more
subject-access clock {{request}}
subject-access working {{request}} --out {{folder}}/papers/more
subject-access complain {{request}} --what Delay
subject-access complaint-ended {{request}} --outcome Settled
subject-access close {{request}} --how Answered
subject-access list
subject-access show {{request}}
hold raise --authority Coroner --reason Inquest --about D-0001
hold look-again {{hold}} --on 2026-12-01 --why Adjourned
hold lift {{hold}} --authority Coroner --why Over --witness Witness --out {{folder}}/papers/more
hold sheet {{hold}} --out {{folder}}/papers/more
hold lifted {{hold}} --code 0000-0000
hold run-out H-0001
retention list
retention show {REVIEW}
retention rule
retention presets
retention adopt --preset 1 --agreed-with Officer --authority Board
retention confirm {REVIEW} --date 2061-12-01 --agreed-by Officer
retention schedule {REVIEW} --out {{folder}}/papers/more
retention rules-paper --out {{folder}}/papers/more
retention review {REVIEW} --decision destroy --reason X --first A --second B --out {{folder}}/papers/more
retention sheet RR-0001 --out {{folder}}/papers/more
retention decide RR-0001 --code 0000-0000
retention transferred RR-0001 --receipt Archivist
retention withdraw RR-0001 --why Again
retention reviews
retention clock-compared --against Wireless
hold register --out {{folder}}/papers/more
hold list
disposal list
disposal show DP-0001
disposal sheet DP-0001 --out {{folder}}/papers/more
disposal certificate DP-0001 --out {{folder}}/papers/more
disposal final-certificate DP-0001 --out {{folder}}/papers/more
disposal account-for 9 --fate destroyed --how Shredded --witness Wilma
disposal abandon DP-0001 --reason Hold
disposal replay-file --out {{folder}}/papers/more/replay.json
holidays list --year 2026
holidays import {{folder}}/received/holidays.json
holidays add --day 2027-06-08 --name Jubilee --source Proclamation
closed-day add --day 2026-12-29 --why Closed
closed-day remove --day 2026-12-29 --why Open
closed-day follow --nation Scotland
closed-day list
closed-day check --day 2026-12-29
vault status
vault today
vault restore-record --out {{folder}}/papers/more
person leave P-0001 --reason Moved --out {{folder}}/papers/more
destruction begin --witness Wilma --method Shredder --place Office
destruction amend DB-0002 --bag Seal
destruction tick DB-0002 D-0001/1 --pages 2 --authority Chair --reason Superseded
destruction take-out DB-0002 D-0001/1 --reason Wanted
destruction sheet DB-0002 --out {{folder}}/papers/more
destruction complete DB-0002 --code 0000-0000 --out {{folder}}/papers/more
destruction certificate DB-0002 --out {{folder}}/papers/more
destruction abandon DB-0002 --reason Jam
destruction holder-certificate D-0002/1 --out {{folder}}/papers/more
destruction holder-certificate-again D-0002/1 --out {{folder}}/papers/more
destruction by-holder D-0002/1 --code 0000-0000 --on 2026-03-05 --method Shredder --witness Lou --pages 1
destruction show DB-0002
destruction list
destruction due
exception keep D-0002/1 --approved-by Chair --authority Chair --written 2026-03-05 --reason Rules
exception look-again D-0002/1 --why Open
exception end D-0002/1 --authority Chair --why Over
exception accept-short D-0002/1 --pages 0 --approved-by Chair --authority Chair --written 2026-03-05 \
--reason Lost
exception accept D-0002/1 --approved-by Chair --authority Chair --written 2026-03-05 --reason Lost
exception paper {REVIEW} --out {{folder}}/papers/more
exception list
plan add --review {REVIEW} --recommendation R --outcome Safer --action Teach --target 2026-09-30 \
--person Head --agency Trust
plan add --review {REVIEW} --recommendation R --outcome Safer --action Guide --target 2026-09-30 \
--person Head --agency Trust
plan change OB-0001 --target 2026-10-31 --reason Ill
plan sign-up --agency Trust --officer Officer --post Nurse --review {REVIEW}
plan approve --authority Minute --review {REVIEW}
plan progress OB-0001 --evidence Half
plan report --out {{folder}}/papers/more --review {REVIEW}
plan report-again --number 1 --out {{folder}}/papers/more --review {REVIEW}
plan presented --number 1 --minute Minute --review {REVIEW}
plan paper --out {{folder}}/papers/more --review {REVIEW}
plan export --out {{folder}}/papers/more/plan.xlsx --review {REVIEW}
plan import {{folder}}/papers/more/plan.xlsx --review {REVIEW}
plan import {{folder}}/papers/more/plan.xlsx --enter --review {REVIEW}
plan withdraw OB-0002 --reason Guide --authority Board
plan reopen OB-0002 --reason Mistake
plan met OB-0001 --evidence All --agreed-by Panel
plan met OB-0002 --evidence All --agreed-by Panel
plan met OB-0003 --evidence All --agreed-by Panel
plan list --overdue
plan show OB-0001
plan standing --review {REVIEW}
plan sign-off --authority Minute --review {REVIEW}
plan amend --ground Inadequate --authority Board --review {REVIEW}
plan none --authority Board --reason None --review {REVIEW}
plan approve --authority Minute --review {REVIEW}
plan sign-off --authority Minute --review {REVIEW}
review inform {REVIEW} --body Ofsted --whom Desk --how letter
review ready {REVIEW}
review conclude {REVIEW} --authority Chair --out {{folder}}/papers/more --told Government-Office Desk letter
review in-the-way {REVIEW}
review close {REVIEW} --authority Chair
demo {{folder}}/papers/demo
"""
COMMANDS = [tuple(line.split()) for line in _COMMANDS.strip().splitlines()]
_WITHOUT_VERBS = {"demo", "find"}
_REFUSALS = {*range(10, 40), *range(90, 120)}
"""The codes of rules that refused (desktop.custody.errors)."""
_NO_PRINTING = range(120, 130)
"""The codes of a computer that has no printer, or whose printing does not answer."""


def _say_them(case: Case) -> int:
    with case.answers.open("a", encoding="utf-8") as answers, case.errors.open("a", encoding="utf-8") as told:
        voice = Voice(clock(case), answers, told)
        for command in COMMANDS:
            code = say(case, command, voice)
            printed = "--printer" in command or command[0] == "printers"
            if code and code not in _REFUSALS and not (printed and code in _NO_PRINTING):
                return code
    return 0


REST = Act("the-rest", (), work=_say_them)


def said() -> set[tuple[str, ...]]:
    """Return the noun and the verb of every command that the story or the rest says."""
    commands = [*COMMANDS, *(command for act in STORY for command in act.commands)]
    return {command[: 1 if command[0] in _WITHOUT_VERBS else 2] for command in commands}
