"""Products in an import, and the names in deals that no product bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from desktop_crm.exchange.rows import ProductRow, RawRow
from desktop_crm.models import Product
from desktop_crm.operations.importing.notes import labelled, leftovers, with_lines
from desktop_crm.operations.importing.report import Taken, UnknownProduct
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.rules.names import closest
from desktop_crm.system.translations import tr


class Products:
    """What the company sells, recognised by its exact name but for case and blanks around it."""

    def __init__(self, session: Session) -> None:
        self.shelf = Shelf(session, Product, "name", "series", "price_fen", "note")
        self._by_name = {_key(row["name"]): row_id for row_id, row in self.shelf.rows.items()}

    def find(self, name: str) -> str | None:
        """Return the product of that name."""
        return self._by_name.get(_key(name))

    def take(self, row: ProductRow, source: RawRow) -> Taken:
        """Take in one row."""
        product = self._by_name.get(_key(row.name))
        if product is None:
            product = self._by_name[_key(row.name)] = self.shelf.add(name=row.name)
        lines = (row.note, labelled(tr("产品编号"), row.code), labelled(tr("单位"), row.unit), *leftovers(source))
        changed = self.shelf.renew(
            product,
            series=row.series,
            price_fen=row.price,
            note=with_lines(self.shelf.rows[product]["note"], lines),
        )
        return Taken(product, self.shelf.claim(product), changed)

    def unknown(self, names: Iterable[str]) -> Iterator[UnknownProduct]:
        """Yield each of `names` (one for each deal) that no product bears, the most frequent first."""
        known = {row["name"]: row_id for row_id, row in self.shelf.rows.items()}
        for typed, count in Counter(name for name in names if name and self.find(name) is None).most_common():
            close = closest(typed, known)
            yield UnknownProduct(typed, count, known[close.choice] if close else "", close.choice if close else "")


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
