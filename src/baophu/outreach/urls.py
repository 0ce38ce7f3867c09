"""Addresses of outreach."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.outreach.views import campaigns, contacts, members, papers, results

app_name = "outreach"
urlpatterns: list[URLPattern] = [
    path("", campaigns.overview, name="campaigns"),
    path("moi/", campaigns.make, name="make"),
    path("to-roi/", papers.leaflets, name="leaflets"),
    path("<int:number>/", campaigns.campaign, name="campaign"),
    path("<int:number>/dong/", campaigns.close, name="close"),
    path("<int:number>/nguoi/", members.members, name="members"),
    path("<int:number>/nguoi/<int:member>/", contacts.contact, name="contact"),
    path("<int:number>/thu-hoi/<int:row>/", contacts.take_back, name="take_back"),
    path("<int:number>/da-gui/", contacts.sent, name="sent"),
    path("<int:number>/tin-nhan/", members.messages_of, name="messages"),
    path("<int:number>/thong-bao/", papers.notices, name="notices"),
    path("<int:number>/thong-bao/<int:papers>/tep/", papers.notices_file, name="notices_file"),
    path("<int:number>/ket-qua/", results.results, name="results"),
]
