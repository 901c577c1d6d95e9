# SPDX-License-Identifier: GPL-2.0-only
"""The systems that come as scenarios: each runs, and does what it is there for."""

import json
from pathlib import Path

import pytest

import iomt
from support import refused

SCENARIOS = Path(__file__).resolve().parents[2] / "examples" / "scenarios"


def names():
    return sorted(path.stem for path in SCENARIOS.glob("*.json"))


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Results by scenario, each run once; the long ones are cut to what a test needs."""
    cut = {"telemedicine": 30, "under-attack": 30}
    known = {}

    def run(name):
        if name not in known:
            more = {"duration_s": cut[name]} if name in cut else {}
            known[name] = iomt.run(name, out=tmp_path_factory.mktemp(name) / "run", **more)
        return known[name]

    return run


def events(result, *kinds):
    return list(result.care[result.care.event.isin(kinds)].itertuples())


@pytest.mark.parametrize("name", names())
def test_scenario_describes_itself_and_runs(name, result):
    assert json.loads((SCENARIOS / f"{name}.json").read_text())["description"].endswith(".")
    summary = result(name).summary
    assert summary["scenario"] == name
    assert summary["complete"]
    assert summary["readings"]["produced"] > 30
    # What a scenario scripts has to be seen, unless it is cut short or about alarms that fail.
    if name not in ("telemedicine", "under-attack", "heart-beat-monitor"):
        assert summary["alarms"]["raised"] == summary["alarms"]["events"]
        assert summary["alarms"]["in_time"] == summary["alarms"]["events"]
    assert summary["care"]["dispensed"] <= summary["care"]["prescriptions"]
    assert summary["care"]["unsafe_executed"] == 0
    sent = events(result(name), "command-sent")
    done = events(result(name), "command-executed")
    assert len({event.id for event in done}) == len(done) <= len(sent)
    # Every device is counted once.
    for kind, spent in result(name).devices.groupby("kind").processor_mj.sum().items():
        assert summary["energy_mj"][kind]["processor"] == pytest.approx(spent)


def test_body_worn_devices_share_one_link_and_live_long(result):
    worn = result("body-worn").devices.query("patient == 'p1'")
    assert set(worn.kind) == {
        "smart-glasses", "head-mounted", "belt", "smart-shirt", "watch", "wristband", "implant",
    }  # fmt: skip
    assert (worn.lifetime_h > 24).all()
    readings = result("body-worn").readings
    assert (readings.state == "delivered").all()
    assert (readings.latency_ms < 1000).all()


def test_pump_obeys_within_its_limits_and_refuses_beyond(result):
    orders = {event.detail: event.id for event in events(result("ward"), "command-sent")}
    executed = {event.id for event in events(result("ward"), "command-executed")}
    refused = {event.id: event.detail for event in events(result("ward"), "command-refused")}
    assert orders["pump-rate 40"] in executed
    assert orders["stop"] in executed
    assert orders["pump-rate 100000"] not in executed
    assert "allowed: 0 to 250" in refused[orders["pump-rate 100000"]]
    assert result("ward").summary["care"]["round_trip_ms"]["max"] < 2000


def test_assisted_living_hears_of_a_fall_and_of_the_doors(result):
    home = result("assisted-living")
    alarm = home.alarms.iloc[0]
    assert (alarm.kind, alarm.outcome) == ("fall", "true")
    assert alarm.raised_s - alarm.onset_s < 30
    assert {"door-sensor", "presence-sensor", "medicine-box"} <= set(home.readings.kind)
    assert set(home.devices[home.devices.kind == "door-sensor"].access) == {"802.15.4"}


def test_pump_keeps_glucose_in_range(result, tmp_path):
    closed = result("diabetes").summary["diabetes"]
    assert [patient["patient"] for patient in closed] == ["p1", "p2"]
    for patient in closed:
        assert patient["time_in_range"] > 0.7
        assert patient["time_below"] == 0
        assert patient["insulin_units"] > 5
    # Without the loop the pump stands still, and glucose rises beyond all measure.
    opened = iomt.run("diabetes", out=tmp_path / "open", **{"care.loops": []}).summary
    for patient in opened["diabetes"]:
        assert patient["insulin_units"] == 0
        assert patient["time_in_range"] < 0.5
        assert patient["highest_mg_dl"] > 400


def test_medicine_box_tells_of_a_missed_dose_and_of_a_broken_seal(result):
    alarms = result("medicine-box").alarms.set_index("patient")
    assert (alarms.kind["p1"], alarms.outcome["p1"]) == ("missed-dose", "true")
    assert alarms.raised_s["p1"] == pytest.approx(1500, abs=15)
    assert (alarms.kind["p2"], alarms.outcome["p2"]) == ("tampering", "true")
    assert alarms.raised_s["p2"] == pytest.approx(1500, abs=15)
    assert len(alarms) == 2


def test_exercise_is_answered_while_it_goes_on(result):
    feedback = result("rehabilitation").summary["care"]
    assert feedback["executed"] == feedback["commands"] > 10
    assert feedback["round_trip_ms"]["max"] < 500


def test_wheelchair_is_handed_over_and_obeys_at_both_gateways(result):
    summary = result("wheelchair").summary
    ways = [(over["from"], over["to"]) for over in summary["hand_overs"]]
    assert ways == [("ward-1", "ward-2"), ("ward-2", "ward-1")]
    assert all(0 < over["gap_s"] < 30 for over in summary["hand_overs"])
    # Nothing is lost for want of a gateway; what waited is late.
    assert summary["readings"]["lost"] == 0
    assert 0 < summary["readings"]["late"] < 120
    assert summary["care"]["executed"] == summary["care"]["commands"] == 3
    assert summary["care"]["round_trip_ms"]["max"] < 2000


def test_emergencies_go_before_images(result):
    community = result("community").summary
    assert community["alarms"]["raised"] == 4
    assert community["care"]["calls"] >= 1
    assert community["services"][0]["stored"] == 1
    late = result("community").readings.query("urgent == 1 and site == 'clinic' and late == 1")
    assert len(late) == 0


class TestPlaces:
    """The same patients, judged at four places."""

    PLACES = ("doctor", "broker", "gateway", "wearable")

    @pytest.fixture(scope="class")
    def runs(self, tmp_path_factory):
        out = tmp_path_factory.mktemp("places")
        return {
            (place, forward): iomt.run(
                "fog",
                out=out / f"{place}-{forward}",
                classify_at=place,
                forward=forward,
                backhaul="fibre",
            )
            for place in self.PLACES
            for forward in ("all", "verdicts")
        }

    def test_the_alarm_arrives_wherever_it_is_raised(self, runs):
        for run in runs.values():
            assert run.summary["alarms"]["raised"] == 1
            assert run.summary["alarms"]["false"] == 0
            assert run.summary["care"]["dispensed"] == run.summary["care"]["prescriptions"] == 1

    def test_whoever_reads_the_same_says_the_same(self, runs):
        def said(place):
            table = runs[place, "all"].classifications
            columns = ["reading", "classifier", "label", "score", "alarm"]
            return table[columns].sort_values(columns[:2]).reset_index(drop=True)

        assert len(said("doctor")) > 500
        both = set(said("doctor").reading)
        for place in ("broker", "gateway"):
            # What is lost on the way is judged at one place and not at the other.
            here = said(place)[lambda table: table.reading.isin(both)]
            labels = here.merge(said("doctor"), on=["reading", "classifier"])
            assert (labels.label_x == labels.label_y).mean() > 0.99

    def test_verdicts_spare_the_backhaul(self, runs):
        def bytes_up(place, forward):
            return runs[place, forward].summary["classification"]["uplink_bytes"]

        for place in ("gateway", "wearable"):
            assert bytes_up(place, "verdicts") < 0.1 * bytes_up(place, "all")
            assert runs[place, "verdicts"].summary["readings"]["withheld"] > 1000
        # The broker and the doctor are behind it.
        assert bytes_up("broker", "verdicts") == pytest.approx(bytes_up("doctor", "all"), rel=0.01)

    def test_nothing_is_lost_by_staying(self, runs):
        for run in runs.values():
            readings = run.summary["readings"]
            assert readings["produced"] == (
                readings["delivered"] + readings["withheld"] + readings["lost"]
            )
            assert readings["lost"] < 0.01 * readings["produced"]

    def test_attributes_decide_who_may_judge(self, tmp_path):
        def judged(rights, name):
            run = iomt.run(
                "fog",
                out=tmp_path / name,
                forward="all",
                duration_s=20,
                episodes=[],
                **{"protection.object": "aes-128-gcm+cp-abe", "protection.access.edge": rights},
            )
            return len(run.classifications), run.summary["classification"]["refused"]

        classified, refused = judged("role:porter", "porter")
        assert classified == 0
        assert refused > 100
        classified, refused = judged("role:doctor, dept:cardiology", "doctor")
        assert classified > 50
        assert refused == 0


@pytest.mark.parametrize(
    ("roaming", "words"),
    [
        ('[{"device": "p9-watch", "to": [W]}]', ["roaming[0].device", "p9-watch", "p1-watch"]),
        ('[{"device": "p1-watch", "to": [X]}]', ["roaming[0].to[0].site", "home-1"]),
        ('[{"device": "p1-watch", "to": [W]}, {"device": "p1-watch", "to": [W]}]',
         ["roaming[1].device", "one for each device"]),
        # An 802.15.4 radio never learns that it is out of reach.
        ('[{"device": "p1-ecg-patch", "to": [W]}]', ["roaming[0].device", "802.15.4", "ble"]),
    ],
)  # fmt: skip
def test_ways_that_cannot_be(roaming, words, tmp_path):
    roaming = roaming.replace("W", '{"at_s": 5, "site": "home-2"}')
    roaming = roaming.replace("X", '{"at_s": 5, "site": "home"}')
    refused(2, *words, cwd=tmp_path, arguments=["run", "--set", f"roaming={roaming}"])


def test_who_turns_round_on_the_way_comes_back(tmp_path):
    stops = [{"at_s": 10, "site": "ward-2"}, {"at_s": 55, "site": "ward-1"}]
    roaming = [{"device": "p1-wheelchair", "to": stops, "speed_mps": 1}]
    run = iomt.run("wheelchair", out=tmp_path / "run", duration_s=200, roaming=roaming)
    back = run.readings.query("device == 'p1-wheelchair' and produced_s > 120")
    assert run.summary["hand_overs"] == []
    assert (back.delivered_s - back.produced_s).max() < 2


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["access.policy=(("], ["protection.access: policy, column 3"]),
        (["access.edge=(("], ["protection.access.edge: attributes, column 1"]),
    ],
)
def test_rights_that_cannot_be_read(settings, words, tmp_path):
    settings = ["object=aes-128-gcm+cp-abe", *settings]
    arguments = [f"--set=protection.{setting}" for setting in settings]
    refused(2, *words, cwd=tmp_path, arguments=["run", "fog", *arguments])


def test_rules_of_care_that_nobody_can_follow(tmp_path):
    rule = {"name": "lost", "alarm": "urgent", "source": "a test"}
    path = tmp_path / "rules.json"
    for wrong in ({"classifiers": ["new2"]}, {"commands": [{"to": "cgn", "command": "rate"}]}):
        path.write_text(json.dumps({"description": "a test", "rules": [{**rule, **wrong}]}))
        near = "'news2'" if "classifiers" in wrong else "'cgm'"
        refused(
            2, "care.rules", "rule 'lost'", near,
            cwd=tmp_path, arguments=["run", f"--set=care.rules={path}"],
        )  # fmt: skip
