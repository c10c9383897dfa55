"""What a document's TOML file may say: its blocks in order, each naming by dotted path the data that it shows."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from desktop_crm.queries.document_data import DATA_CLASSES

Audience: TypeAlias = Literal["customer", "internal"]
Align: TypeAlias = Literal["left", "center", "right"]
Format: TypeAlias = Literal[
    "text", "money", "yuan", "money_capital", "date", "number", "percent", "quantity", "discount", "tax"
]
Orientation: TypeAlias = Literal["portrait", "landscape"]
Words: TypeAlias = Annotated[str, Meta(min_length=1)]
Share: TypeAlias = Annotated[float, Meta(gt=0)]

ROW_NUMBER = "#"  # a column's value: the number of the row


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """A label with its value; `wide` takes the whole row."""

    label: Words
    value: Words
    format: Format = "text"
    wide: bool = False


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a table; `width` is its share of the page."""

    header: Words
    value: Words
    width: Share
    align: Align = "left"
    format: Format = "text"


class Total(Struct, frozen=True, forbid_unknown_fields=True):
    """A line below a table: a label with the path of its value; `when` hides it while that data is empty."""

    label: Words
    value: Words
    format: Format = "money"
    when: str = ""


class Side(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two who sign: what they are and the paths of their name and, where it matters, their legal person."""

    role: Words
    name: Words
    legal_person: str = ""


class Block(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", kw_only=True):
    """A part of a document; one with a heading is a numbered section. `when` hides it while that data is empty."""

    heading: str = ""
    when: str = ""
    new_page: bool = False  # it begins a page


class Facts(Block, frozen=True, tag="facts"):
    """A grid of labels and values, two pairs a row."""

    facts: Annotated[tuple[Fact, ...], Meta(min_length=1)]


class Table(Block, frozen=True, tag="table"):
    """Rows under a header that repeats on each page; `empty` stands there when there are none.

    `totals` stand below the last row and never without it.
    """

    rows: Words
    columns: Annotated[tuple[Column, ...], Meta(min_length=1)]
    totals: tuple[Total, ...] = ()
    empty: str = "无"


class Clauses(Block, frozen=True, tag="clauses"):
    """Numbered clauses: a title, a body and perhaps a state; `article` numbers them 第一条, 第二条 as a contract does."""

    rows: Words
    title: Words
    body: Words
    state: str = ""
    numbering: Literal["figure", "article"] = "figure"
    empty: str = "无"


class Text(Block, frozen=True, tag="text"):
    """Paragraphs; `{path}` or `{path:format}` in the text is replaced by data."""

    text: Words


class Note(Block, frozen=True, tag="note"):
    """Small print, with data like a text."""

    text: Words


class Signatures(Block, frozen=True, tag="signatures"):
    """Where both sides sign, on one page with the sentence they sign; without `seal` it is a sign-off inside."""

    sides: Annotated[tuple[Side, ...], Meta(min_length=1, max_length=2)]
    text: str = ""
    seal: bool = True


class Diagram(Block, frozen=True, tag="diagram"):
    """A drawing computed beforehand, as wide as the page; our judgement of people, so never for a customer."""

    drawing: Literal["decision_chain"] = "decision_chain"
    empty: str = "无"


class Charts(Block, frozen=True, tag="charts"):
    """Charts side by side, each with its question and its answer; with `table` also every figure behind them.

    Of more than `across` those that have nothing to draw give way to the next.
    """

    charts: Annotated[tuple[Words, ...], Meta(min_length=1)]
    across: Annotated[int, Meta(ge=1, le=3)] = 1
    table: bool = False
    most: Annotated[int, Meta(ge=1)] = 16  # bars in a picture; the table has all


class Highlights(Block, frozen=True, tag="highlights"):
    """Large figures in boxes, each with what it is and what it was before."""

    rows: Words
    label: Words
    value: Words
    note: Words
    across: Annotated[int, Meta(ge=1, le=6)] = 4


AnyBlock: TypeAlias = Facts | Table | Clauses | Text | Note | Signatures | Diagram | Charts | Highlights


class Document(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One document as its file describes it."""

    key: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
    title: Words
    code: Annotated[str, Meta(pattern="^[A-Z]{2,4}$")]  # stands in its number: Z20240315001-XQ01
    stage: str = ""
    audience: Audience
    data: Words
    orientation: Orientation = "portrait"
    one_page: bool = False  # long texts are shortened rather than let it take a second page
    blocks: tuple[AnyBlock, ...]

    @property
    def data_class(self) -> type[Any]:
        """Return the class whose instances this document prints."""
        return DATA_CLASSES[self.data]
