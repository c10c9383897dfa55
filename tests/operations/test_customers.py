"""Customers and their tags."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desktop_crm.models import Contact, Customer, CustomerTag
from desktop_crm.operations import customers, deals
from desktop_crm.refusal import Refused
from tests.make import File


def tags(file: File, customer: str) -> list[str]:
    chosen = select(CustomerTag.tag).where(CustomerTag.customer_id == customer).order_by(CustomerTag.tag)
    return file.ask(lambda session: list(session.scalars(chosen)))


def test_a_known_customer_is_refused_and_pointed_at(file: File) -> None:
    known = file.customer("苏州恒力精密有限公司")
    with pytest.raises(Refused, match="已经有客户") as refusal:
        file.do(customers.add_customer, name="苏州恒力精密 有限公司")
    assert [remedy.target for remedy in refusal.value.remedies] == [f"customer:{known}"]


def test_a_renamed_customer_is_found_by_its_new_name(file: File) -> None:
    customer = file.customer("恒力")
    file.do(customers.edit_customer, customer, name="恒力股份")
    deal = file.do(deals.add_deal, customer="恒力 股份")
    assert file.ask(lambda session: session.get_one(deals.Deal, deal).customer_id) == customer


def test_a_name_cannot_be_emptied(file: File) -> None:
    with pytest.raises(Refused):
        file.do(customers.edit_customer, file.customer(), name=" ")


def test_a_tag_twice_is_one_and_a_removed_one_comes_back(file: File) -> None:
    customer = file.customer()
    for _ in range(2):
        file.do(customers.add_tag, customer, tag=" 决策链复杂 ")
    assert tags(file, customer) == ["决策链复杂"]
    file.do(customers.remove_tag, customer, tag="决策链复杂")
    assert tags(file, customer) == []
    file.do(customers.add_tag, customer, tag="决策链复杂")
    assert tags(file, customer) == ["决策链复杂"]
    with pytest.raises(Refused):
        file.do(customers.add_tag, customer, tag=" ")


def test_a_customer_with_deals_stays(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer)
    deal = file.deal(customer)
    with pytest.raises(Refused, match="1 条商机"):
        file.do(customers.delete_customer, customer)
    file.do(deals.delete_deal, deal)
    file.do(customers.delete_customer, customer)
    assert file.ask(lambda session: session.scalar(select(Customer.id).where(Customer.id == customer))) is None
    assert file.ask(lambda session: session.scalar(select(Contact.id).where(Contact.id == contact))) is None
