"""Filling in what an import left open."""

from __future__ import annotations

import pytest

from desktop_crm.models import Contact, Customer, Deal
from desktop_crm.operations.completing import complete_deal, complete_deals
from desktop_crm.refusal import Refused
from tests.make import File


def lacking(file: File, number: str, *missing: str) -> str:
    return file.add(Deal(number=number, stage="lead", missing=list(missing)))


def test_everything_in_one_step(file: File):
    deal_id = lacking(file, "G1", "customer", "contact", "industry", "need")
    left = file.do(
        complete_deal, deal_id, customer="恒力", contact="李总", reach="13800001234", industry="制造业", need="换 ERP"
    )
    assert left == ()
    deal = file.ask(lambda session: session.get_one(Deal, deal_id))
    customer = file.ask(lambda session: session.get_one(Customer, deal.customer_id))
    contact = file.ask(lambda session: session.get_one(Contact, deal.contact_id))
    assert (customer.name, customer.industry) == ("恒力", "制造业")
    assert (contact.name, contact.phone, contact.customer_id) == ("李总", "13800001234", customer.id)


def test_an_address_is_told_from_a_number(file: File):
    deal_id = lacking(file, "G1", "contact")
    file.do(complete_deal, deal_id, reach="Li@Hengli.CN")
    deal = file.ask(lambda session: session.get_one(Deal, deal_id))
    contact = file.ask(lambda session: session.get_one(Contact, deal.contact_id))
    assert (contact.email, contact.phone) == ("Li@hengli.cn", "")


@pytest.mark.parametrize("reach", ["12", "li@", "@", "无"])
def test_what_nobody_can_be_reached_by_is_refused_and_nothing_kept(file: File, reach: str):
    deal_id = lacking(file, "G1", "customer", "contact")
    with pytest.raises(Refused):
        file.do(complete_deal, deal_id, customer="恒力", reach=reach)
    assert file.ask(lambda session: session.get_one(Deal, deal_id)).customer_id is None


def test_what_is_still_missing_is_returned(file: File):
    assert file.do(complete_deal, lacking(file, "G1", "customer", "need"), customer="恒力") == ("need",)


def test_several_share_a_customer_and_complete_ones_are_left_alone(file: File):
    other = file.customer("别家")
    done = file.deal(other)
    ids = [lacking(file, "G1", "customer", "industry"), lacking(file, "G2", "customer", "need"), done]
    assert file.do(complete_deals, ids, customer="恒力", industry="制造业") == 1
    assert file.ask(lambda session: session.get_one(Deal, ids[1])).missing == ["need"]
    assert file.ask(lambda session: session.get_one(Deal, done)).customer_id == other
