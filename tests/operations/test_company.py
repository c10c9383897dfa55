"""The company, its team and the first run."""

from __future__ import annotations

import pytest

from desktop_crm.models import COMPANY_ID, Company, Context, Deal, Member
from desktop_crm.operations import company, deals
from desktop_crm.refusal import Refused
from tests.make import File


def test_the_first_run_names_company_person_and_playbook(file: File) -> None:
    me = file.do(company.set_up_company, name=" 杭州启明 ", my_name="李娜", playbook="guide")
    kept = file.ask(lambda session: session.get_one(Company, COMPANY_ID))
    assert (kept.name, kept.playbook) == ("杭州启明", "guide")
    assert file.ask(lambda session: session.get_one(Member, me)).name == "李娜"


def test_a_new_lead_follows_the_companys_playbook(file: File) -> None:
    me = file.do(company.set_up_company, name="杭州启明", my_name="李娜", playbook="handbook")
    file.store.info["context"] = Context(me=me, folder=file.folder)
    deal = file.do(deals.add_deal, customer="苏州恒力")
    kept = file.ask(lambda session: session.get_one(Deal, deal))
    assert (kept.playbook, kept.stage) == ("handbook", file.playbooks["handbook"].first_stage.key)
    assert kept.owner_id == me


@pytest.mark.parametrize("values", [{"name": "", "my_name": "李娜"}, {"name": "启明", "my_name": " "}])
def test_the_first_run_needs_both_names(file: File, values: dict[str, str]) -> None:
    with pytest.raises(Refused):
        file.do(company.set_up_company, playbook="care", **values)


def test_a_known_colleague_is_the_same_person(file: File) -> None:
    assert file.do(company.add_member, name="王敏") == file.me
    other = file.do(company.add_member, name="李娜", role="sales_manager")
    assert other != file.me
    file.do(company.edit_member, other, phone="13800001234")
    assert file.ask(lambda session: session.get_one(Member, other)).phone == "13800001234"


def test_company_settings_change_field_by_field(file: File) -> None:
    file.do(company.edit_company, address="杭州市西湖区", target_industries=["制造业", "化工"])
    kept = file.ask(lambda session: session.get_one(Company, COMPANY_ID))
    assert (kept.address, kept.target_industries) == ("杭州市西湖区", ["制造业", "化工"])
    with pytest.raises(KeyError):
        file.do(company.edit_company, colour="red")
