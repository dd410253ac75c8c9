"""How the page looks beyond the theme: width, the comparison table, lists of messages. Presentation only: nothing is hidden here."""

from __future__ import annotations

from typing import Final

import streamlit as st

CSS: Final = """
<style>
[data-testid="stMainBlockContainer"] { padding: 2.25rem 2rem 4rem; max-width: 1680px; }
.st-key-language [aria-checked="true"] p { color: #004b77; }
.planner-case { margin: 0; font-size: 1.7rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; }
.planner-sub { margin: .15rem 0 0; color: #4a4f57; }
.planner-hint { margin: 0; color: #4a4f57; font-size: .875rem; }
[data-testid="stHeading"] h2 { font-size: 1.3rem; padding: .6rem 0 .2rem; }
[data-testid="stHtml"] dl.planner-figures {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1.1rem 1.5rem; margin: 0; padding: .2rem 0 0;
}
.planner-figures div { margin: 0; }
.planner-figures dt { margin: 0; font-weight: 400; color: #4a4f57; font-size: .875rem; }
.planner-figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.planner-figures .growth { color: #a33c00; }
.owed table, .compare table { border-collapse: separate; border-spacing: 0; width: 100%; font-variant-numeric: tabular-nums; margin: 0; }
.owed caption, .compare caption { text-align: left; color: #4a4f57; font-size: .8125rem; padding: 0 0 .5rem; caption-side: top; }
.owed th, .owed td, .compare th, .compare td { border: 0; border-bottom: 1px solid #e3e5e8; padding: .36rem .6rem; vertical-align: top; }
.owed td, .compare td { text-align: right; white-space: nowrap; }
.owed th, .compare th { text-align: left; font-weight: 500; }
.owed thead th, .compare thead th { font-weight: 600; border-bottom: 2px solid #8a9099; vertical-align: bottom; }
.owed thead th + th, .compare thead th + th { text-align: right; }
.owed tr.sum th, .owed tr.sum td { font-weight: 650; border-top: 2px solid #8a9099; }
.owed tbody th { white-space: pre-line; }
.owed th.within { padding-left: 1.6rem; color: #4a4f57; }
.compare { font-size: .875rem; }
.compare.many { overflow: auto; max-height: 85vh; }
.compare.beside { overflow-x: auto; }
@media (max-width: 1199px) { .compare { overflow: auto; max-height: 85vh; } }
.compare th, .compare td { padding-left: .4rem; padding-right: .4rem; }
.compare thead th { position: sticky; top: 0; background: #fff; z-index: 2; min-width: 5.6rem; line-height: 1.3; }
.compare tbody th[scope=row], .compare thead th:first-child { position: sticky; left: 0; background: #fff; z-index: 1; min-width: 9.2rem; }
.compare thead th:first-child { z-index: 3; font-weight: 400; color: #4a4f57; font-size: .8125rem; }
.compare tr.terms td { white-space: normal; min-width: 9rem; }
.compare .name { display: block; margin-left: auto; max-width: 9.5rem; }
.compare .name { text-wrap: balance; word-break: keep-all; overflow-wrap: break-word; }
.compare .kind { display: block; font-weight: 400; font-size: .75rem; color: #4a4f57; }
.compare tr.group th { background: #eef1f4; font-weight: 600; padding-top: .3rem; padding-bottom: .3rem; position: static; }
.compare tr.within th[scope=row] { padding-left: 1.4rem; font-weight: 400; }
.compare tr.within td, .compare tr.within th { padding-top: .18rem; padding-bottom: .18rem; color: #4a4f57; }
.compare .absent { color: #5d636c; font-size: .8125rem; white-space: normal; }
.compare tr.equal td { color: #5d636c; }
.compare .figure { display: block; }
.compare .part, .compare .gap, .compare .tick { display: block; font-size: .75rem; color: #4a4f57; line-height: 1.25; }
.compare .part { white-space: normal; }
.compare td.best { background: #e6f3ea; }
.compare td.best .figure { font-weight: 650; }
.compare .tick { color: #13592f; }
.planner-refused { background: #fdecea; border-radius: .5rem; padding: .6rem .7rem; font-size: .875rem; overflow-wrap: break-word; }
.planner-refused p { margin: 0; font-weight: 600; color: #8c1d18; }
[data-testid="stHtml"] .planner-refused ul { margin: .35rem 0 0; padding-left: 1.1rem; }
[data-testid="stHtml"] .planner-refused li { margin: 0 0 .3rem; font-size: .875rem; }
.planner-verdict p { margin: 0 0 .3rem; font-weight: 600; }
[data-testid="stHtml"] .planner-verdict ul { margin: 0 0 .6rem; padding-left: 1.1rem; }
.planner-plan { min-height: 6.3rem; line-height: 1.35; }
.planner-plan p { margin: 0; overflow-wrap: anywhere; color: #4a4f57; font-size: .8125rem; }
.planner-plan p.name { font-size: 1rem; font-weight: 650; color: inherit; }
[class*="st-key-plan_"] { padding: .8rem; gap: .5rem; }
[class*="st-key-plan_"] label p { white-space: nowrap; }
[data-testid="stHtml"] ul.planner-findings { list-style: none; margin: 0; padding: 0; }
[data-testid="stHtml"] .planner-findings li { padding: .4rem 0 .4rem .7rem; border-left: 4px solid #8a9099; margin: 0 0 .4rem; }
.planner-why p { margin: 0; overflow-wrap: anywhere; }
.planner-why .name { color: #4a4f57; font-size: .875rem; }
.planner-why .formula { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.5; }
.planner-why.input { border-bottom: 1px solid #e3e5e8; padding: .3rem 0; font-variant-numeric: tabular-nums; }
.planner-why.input b { font-weight: 500; margin-right: .5rem; }
.planner-why .origin { color: #4a4f57; font-size: .8125rem; margin-left: 1rem; }
.planner-findings li.warning { border-left-color: #b45f06; }
.planner-findings li.breach { border-left-color: #b3261e; }
.planner-findings .grade, .planner-findings .where { font-weight: 600; margin-right: .4rem; }
</style>
"""
UPLOADER: Final = """
<style>
[data-testid="stFileUploaderDropzone"] button p, [data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: "BUTTON"; font-size: .875rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: "LIMIT"; font-size: .8125rem; }
</style>
"""


def apply() -> None:
    """Put the style on the page."""
    st.html(CSS)


def uploader(button: str, limit: str) -> None:
    """The two texts of the file uploader, which Streamlit has in English only, in the words given; they hold no quotation marks."""
    st.html(UPLOADER.replace("BUTTON", button).replace("LIMIT", limit))
