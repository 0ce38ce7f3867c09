"""Addresses of the workplace."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.workplace.views import (
    administration,
    home,
    household,
    imports,
    merging,
    moving,
    person,
    proposals,
    record,
    search,
    unit,
)

app_name = "work"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("tim/", search.search, name="search"),
    path("don-vi-cua-toi/", unit.unit, name="unit"),
    path("don-vi-cua-toi/viec/<slug:key>/", unit.work_list, name="list"),
    path("nguoi/moi/", moving.arrive, name="arrive"),
    path("nguoi/<int:number>/", person.person, name="person"),
    path("nguoi/<int:number>/vi-sao/", person.reasons, name="reasons"),
    path("nguoi/<int:number>/lich-su/", person.history, name="history"),
    path("nguoi/<int:number>/lich-su/<int:act>/hoan-tac/", moving.take_back, name="undo"),
    path("nguoi/<int:number>/ai-da-xem/", person.looks, name="looks"),
    path("nguoi/<int:number>/ghi/", record.menu, name="record"),
    path("nguoi/<int:number>/ghi/ho-so/", moving.correct_person, name="correct_person"),
    path("nguoi/<int:number>/ghi/chuyen/", moving.move, name="move"),
    path("nguoi/<int:number>/ghi/khai-tu/", moving.death, name="death"),
    path("nguoi/<int:number>/ghi/dieu/<slug:fact>/", record.person_status, name="person_status"),
    path("nguoi/<int:number>/ghi/ket-thuc/<slug:key>/", record.person_end, name="person_end"),
    path("nguoi/<int:number>/ghi/sua/<slug:key>/", record.person_correct, name="person_correct"),
    path("ho/<int:number>/", household.household, name="household"),
    path("ho/<int:number>/bao-gia/", household.ask, name="quote"),
    path("ho/<int:number>/ghi/thong-tin/", moving.correct_household, name="correct_household"),
    path("ho/<int:number>/ghi/khai-sinh/", moving.birth, name="birth"),
    path("ho/<int:number>/ghi/dieu/<slug:fact>/", record.household_status, name="household_status"),
    path("ho/<int:number>/ghi/ket-thuc/<slug:key>/", record.household_end, name="household_end"),
    path("ho/<int:number>/ghi/sua/<slug:key>/", record.household_correct, name="household_correct"),
    path("bao-gia/<int:number>/", household.quoted, name="quoted"),
    path("ho-so-trung/", merging.pairs, name="duplicates"),
    path("ho-so-trung/<int:first>/<int:second>/", merging.compare, name="compare"),
    path("cho-duyet/", proposals.inbox, name="proposals"),
    path("cho-duyet/<int:number>/", proposals.proposal, name="proposal"),
    path("nhap/", imports.imports, name="imports"),
    path("nhap/moi/", imports.upload, name="import_upload"),
    path("nhap/<int:number>/", imports.one, name="import"),
    path("nhap/<int:number>/cot/", imports.mapping, name="import_map"),
    path("nhap/<int:number>/dong/<slug:kind>/", imports.rows, name="import_rows"),
    path("nhap/<int:number>/chua-chac/", imports.doubtful, name="import_doubtful"),
    path("nhap/<int:number>/chua-nhan/", imports.refused_file, name="import_refused"),
    path("quan-tri/tai-khoan/", administration.users, name="users"),
    path("quan-tri/tai-khoan/moi/", administration.add_user, name="add_user"),
    path("quan-tri/tai-khoan/<int:number>/", administration.one_user, name="user"),
    path("quan-tri/lan-tinh/", administration.runs, name="runs"),
    path("quan-tri/so-luat/", administration.books, name="books"),
]
