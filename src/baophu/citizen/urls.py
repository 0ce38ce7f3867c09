"""Addresses of citizen."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.citizen.views import app, cards, families, notices, reports, supported

app_name = "citizen"
urlpatterns: list[URLPattern] = [
    path("toi-duoc-ho-tro/", supported.start, name="supported"),
    path("toi-duoc-ho-tro/hoi/<slug:key>/", supported.ask, name="ask"),
    path("toi-duoc-ho-tro/kiem-tra/", supported.check, name="check"),
    path("toi-duoc-ho-tro/ket-qua/", supported.answer, name="answer"),
    path("toi/", cards.card, name="card"),
    path("toi/gia-dinh/", families.family_page, name="family"),
    path("toi/bao-gia/<int:number>/", families.quoted, name="quoted"),
    path("toi/lan-kham/", cards.visits, name="visits"),
    path("toi/qua-trinh/", cards.history, name="history"),
    path("toi/ai-da-xem/", cards.looks, name="looks"),
    path("toi/bao-sai/", reports.mine, name="reports"),
    path("toi/bao-sai/<int:number>/", reports.report, name="report"),
    path("toi/thong-bao/", notices.notices, name="notices"),
    path("toi/thong-bao/<slug:channel>/xac-nhan/", notices.confirm, name="confirm"),
    path("toi/thong-bao/<slug:channel>/bo/", notices.remove, name="remove"),
    path("toi/uy-quyen/", notices.delegates, name="delegates"),
    path("toi/uy-quyen/<int:number>/ket-thuc/", notices.end, name="end"),
    path("toi/thay/<int:number>/", cards.card, name="card_of"),
    path("toi/thay/<int:number>/gia-dinh/", families.family_page, name="family_of"),
    path("toi/thay/<int:number>/lan-kham/", cards.visits, name="visits_of"),
    path("toi/thay/<int:number>/qua-trinh/", cards.history, name="history_of"),
    path("toi/manifest.webmanifest", app.manifest, name="manifest"),
    path("toi/worker.js", app.worker, name="worker"),
    path("toi/khong-co-mang/", app.offline, name="offline"),
    path("phan-anh/", reports.reports, name="reports_office"),
    path("phan-anh/<int:number>/", reports.reply, name="reply"),
    path("phan-anh/uy-quyen/<int:number>/", reports.decide, name="decide"),
]
