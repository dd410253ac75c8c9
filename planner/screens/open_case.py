"""The case on the left: choose an example or upload a file, take the edited case away."""

from __future__ import annotations

import tomllib
from pathlib import PurePath
from typing import Final

import streamlit as st

from planner.casefile.source import decoded
from planner.errors import CaseError, Problem
from planner.screens import examples, messages, state, style, tomlfile
from planner.text import Words

MOST_MEGABYTES: Final = 1
_REFUSED: Final = "refused"
_SEEN: Final = "seen_upload"


def first() -> state.Work | None:
    """The case of a first visitor: the worked example, else whichever there is."""
    for name, source in examples.found().items():
        work = state.opened(name, source, example=True)
        state.show(work)
        return work
    return None


def follow(work: state.Work | None, lang: str) -> state.Work | None:
    """The case that the select box and the upload ask for, where that is another one."""
    name = st.session_state.get(_example_key(work, lang))
    if name in examples.found() and (work is None or not work.example or name != work.name):
        st.session_state.pop(_REFUSED, None)
        state.show(state.opened(name, examples.found()[name], example=True))
    file = st.session_state.get("upload")
    if file is None:
        st.session_state.pop(_REFUSED, None)
    elif file.file_id != st.session_state.get(_SEEN):
        _open(file.name, file.getvalue())
        st.session_state[_SEEN] = file.file_id
    return state.current()


def _open(name: str, data: bytes) -> None:
    """Open a file, or remember every problem of it and leave what was open."""
    st.session_state.pop(_REFUSED, None)
    try:
        state.show(state.opened(name, decoded(data), example=False))
    except CaseError as error:
        st.session_state[_REFUSED] = (name, error.problems)


def show(words: Words, work: state.Work | None) -> None:
    """Examples, upload with what was wrong with it, download."""
    st.header(words("Case"))
    _examples(words, work)
    style.uploader(words("Choose a file"), words("TOML, at most {n} MB", n=MOST_MEGABYTES))
    st.file_uploader(words("Or open a case file (TOML)"), type=["toml"], key="upload", max_upload_size=MOST_MEGABYTES)
    refused: tuple[str, tuple[Problem, ...]] | None = st.session_state.get(_REFUSED)
    if refused is not None:
        name, problems = refused
        title = words.plural(
            "{name} cannot be used: {n} problem. What was open stays open.",
            "{name} cannot be used: {n} problems. What was open stays open.",
            len(problems),
            name=name,
        )
        messages.refuse(title, messages.said(words, problems), "upload_problems")
    if work is not None:
        _download(words, work)


def _example_key(work: state.Work | None, lang: str) -> str:
    return f"example_{work.key(lang) if work is not None else lang}"


def _examples(words: Words, work: state.Work | None) -> None:
    """The select box follows the case in work: empty while a file of the visitor's own is open."""
    labels = {name: _title(source, name) for name, source in examples.found().items()}
    now = list(labels).index(work.name) if work is not None and work.example else None
    st.selectbox(
        words("Example"), list(labels), index=now, format_func=lambda name: labels.get(name, name), key=_example_key(work, words.lang),
        placeholder=words("Own file: {name}", name=work.name) if work is not None else words("Choose an example"),
    )  # fmt: skip


def _title(source: str, name: str) -> str:
    """The title in a case file, its name where it has none."""
    return str(tomllib.loads(source).get("title") or name)


def _download(words: Words, work: state.Work) -> None:
    """The case as it stands now, with the comments of its file."""
    st.download_button(
        words("Download this case"), data=lambda: tomlfile.write(work.source, work.document).encode(), key="download",
        file_name=f"{PurePath(work.name).stem}.toml", mime="application/toml", on_click="ignore", width="stretch",
    )  # fmt: skip
