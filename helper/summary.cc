// SPDX-License-Identifier: GPL-2.0-only

#include "summary.h"

#include "ns3/battery.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;
using Value = ResultsDatabase::Value;

/// @return the sum over the count, null of nothing
Json
MeanOf(double sum, std::size_t count)
{
    return count == 0 ? Json() : Json(sum / count);
}

/**
 * @brief Quantile by linear interpolation between order statistics, as numpy's default.
 * @param sorted ascending @param share 0 to 1 @return null of nothing
 */
Json
Quantile(const std::vector<double>& sorted, double share)
{
    if (sorted.empty())
    {
        return {};
    }
    const double position = share * (sorted.size() - 1);
    const std::size_t below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

Json
SummariseReadings(Recorder& recorder)
{
    Json readings{{"produced", 0}, {"delivered", 0}, {"lost", 0}, {"late", 0}, {"duplicate", 0}};
    uint64_t delivered = 0;
    uint64_t lost = 0;
    uint64_t late = 0;
    uint64_t duplicates = 0;
    uint64_t withheld = 0;
    std::map<std::string, uint64_t> lostBy;
    for (const auto& [id, journey] : recorder.GetJourneys().All())
    {
        delivered += journey.state == JourneyState::DELIVERED;
        lost += journey.state == JourneyState::LOST;
        withheld += journey.state == JourneyState::WITHHELD;
        late += recorder.IsLate(journey);
        duplicates += journey.duplicates;
        if (journey.state == JourneyState::LOST)
        {
            ++lostBy[journey.cause];
        }
    }
    readings["produced"] = recorder.GetJourneys().All().size();
    readings["delivered"] = delivered;
    readings["lost"] = lost;
    readings["late"] = late;
    readings["duplicate"] = duplicates;
    readings["withheld"] = withheld;
    readings["lost_by_cause"] = lostBy;
    return readings;
}

/// @param sorted ascending
Json
MiddleAndMost(const std::vector<double>& sorted)
{
    return {{"p50", Quantile(sorted, 0.5)}, {"max", Quantile(sorted, 1)}};
}

Json
SummariseLatency(Recorder& recorder)
{
    std::vector<double> latencies;
    std::array<double, STAGE_COUNT> sums{};
    for (const auto& [id, journey] : recorder.GetJourneys().All())
    {
        if (journey.state != JourneyState::DELIVERED)
        {
            continue;
        }
        latencies.push_back(journey.Latency().GetSeconds() * 1000);
        for (std::size_t stage = 0; stage < STAGE_COUNT; ++stage)
        {
            sums[stage] += journey.stages[stage].GetSeconds() * 1000;
        }
    }
    std::sort(latencies.begin(), latencies.end());
    double total = 0;
    for (const double latency : latencies)
    {
        total += latency;
    }
    Json stages = Json::object();
    for (std::size_t stage = 0; stage < STAGE_COUNT; ++stage)
    {
        stages[STAGE_NAMES[stage]] = MeanOf(sums[stage], latencies.size());
    }
    return {{"mean", MeanOf(total, latencies.size())},
            {"p50", Quantile(latencies, 0.5)},
            {"p95", Quantile(latencies, 0.95)},
            {"p99", Quantile(latencies, 0.99)},
            {"max", Quantile(latencies, 1)},
            {"stages", stages}};
}

Json
SummariseAlarms(Recorder& recorder, TelemedicineHelper& system)
{
    uint64_t events = 0;
    uint64_t raised = 0;
    uint64_t missed = 0;
    uint64_t wrong = 0;
    uint64_t inTime = 0;
    uint64_t treated = 0;
    std::vector<double> times;
    std::vector<double> untreated;
    Json kinds = Json::object();
    for (const AlarmOutcome& alarm :
         recorder.GetAlarmJudge().Outcomes(Simulator::Now().GetSeconds()))
    {
        events += alarm.outcome != AlarmOutcome::FALSE_ALARM;
        raised += alarm.outcome == AlarmOutcome::RIGHT;
        missed += alarm.outcome == AlarmOutcome::MISSED;
        wrong += alarm.outcome == AlarmOutcome::FALSE_ALARM;
        if (const auto time = alarm.TimeToDoctorMs())
        {
            times.push_back(*time);
        }
        if (alarm.untreatedS)
        {
            inTime += alarm.IsInTime();
            treated += alarm.treatedS.has_value();
            untreated.push_back(*alarm.untreatedS);
            Json& kind = kinds.emplace(alarm.kind, Json::object()).first.value();
            kind["events"] = kind.value("events", 0) + 1;
            kind["raised"] = kind.value("raised", 0) + (alarm.raisedS ? 1 : 0);
            kind["in_time"] = kind.value("in_time", 0) + (alarm.IsInTime() ? 1 : 0);
            kind["treated"] = kind.value("treated", 0) + (alarm.treatedS ? 1 : 0);
        }
    }
    std::sort(times.begin(), times.end());
    std::sort(untreated.begin(), untreated.end());
    uint64_t patients = 0;
    for (const Json& site : system.GetScenario().at("sites"))
    {
        patients += site.at("patients").get<uint64_t>();
    }
    const double days = std::min(Simulator::Now(), system.GetDuration()).GetDays() * patients;
    return {{"events", events},
            {"raised", raised},
            {"missed", missed},
            {"false", wrong},
            {"time_to_doctor_ms", MiddleAndMost(times)},
            {"sensitivity", MeanOf(raised, events)},
            {"in_time", inTime},
            {"false_per_patient_day", days > 0 ? Json(wrong / days) : Json()},
            {"treated", treated},
            {"untreated_s", MiddleAndMost(untreated)},
            {"by_kind", kinds}};
}

Json
SummariseClassification(Recorder& recorder, const Json& scenario)
{
    uint64_t uplink = 0;
    for (const auto& [site, bytes] : recorder.GetUplinkBytes())
    {
        uplink += bytes;
    }
    return {{"at", scenario.at("classify_at")},
            {"refused", recorder.GetRefusedAtEdge()},
            {"uplink_bytes", uplink}};
}

Json
SummariseRoaming(TelemedicineHelper& system)
{
    Json handOvers = Json::array();
    for (const HandOver& handOver : system.GetHandOvers())
    {
        handOvers.push_back({{"device", handOver.device},
                             {"from", handOver.from},
                             {"to", handOver.to},
                             {"at_s", handOver.atS},
                             {"gap_s", handOver.gapS}});
    }
    return handOvers;
}

Json
SummariseDiabetes(TelemedicineHelper& system)
{
    Json patients = Json::array();
    for (const auto& [patient, body] : system.GetGlucoseBodies())
    {
        const TimeInRange range = body->GetTimeInRange();
        patients.push_back({{"patient", patient},
                            {"time_in_range", range.inRange},
                            {"time_below", range.below},
                            {"time_above", range.above},
                            {"lowest_mg_dl", range.lowest},
                            {"highest_mg_dl", range.highest},
                            {"insulin_units", body->GetInfusedUnits()}});
    }
    return patients;
}

Json
SummariseCare(Recorder& recorder)
{
    const auto& care = recorder.GetCare();
    const auto count = [&care](CareEvent::Kind kind) {
        const auto found = care.find(kind);
        return found == care.end() ? uint64_t{0} : found->second;
    };
    return {{"prescriptions", count(CareEvent::PRESCRIBED)},
            {"verified", count(CareEvent::VERIFIED)},
            {"refused", count(CareEvent::REFUSED)},
            {"dispensed", count(CareEvent::DISPENSED)},
            {"picked_up", count(CareEvent::PICKED_UP)},
            {"confirmed", count(CareEvent::CONFIRMED)},
            {"prescription_s", MiddleAndMost(recorder.GetCareJudge().PrescriptionsS())},
            {"commands", count(CareEvent::COMMAND_SENT)},
            {"executed", count(CareEvent::COMMAND_EXECUTED)},
            {"commands_refused", count(CareEvent::COMMAND_REFUSED)},
            {"unsafe_executed", recorder.GetCareJudge().GetUnsafe()},
            {"round_trip_ms", MiddleAndMost(recorder.GetCareJudge().RoundTripsMs())},
            {"calls", count(CareEvent::NURSE_CALLED)},
            {"call_ms", MiddleAndMost(recorder.GetCareJudge().CallsMs())}};
}

/// A node that uses energy, and what it is.
struct PoweredNode
{
    std::string device;
    std::string kind;
    std::string site;
    std::string patient;
    std::string access; //!< link of a wearable
    Ptr<Node> node;
};

std::vector<PoweredNode>
PoweredNodes(TelemedicineHelper& system)
{
    std::vector<PoweredNode> nodes;
    for (const Site& site : system.GetSites())
    {
        for (const WornDevice& device : site.devices)
        {
            nodes.push_back({device.name,
                             device.profile.kind,
                             site.name,
                             device.patient,
                             device.access,
                             device.node});
        }
        nodes.push_back({site.name + "-gateway", "gateway", site.name, "", "", site.gateway});
    }
    CoreHelper& core = system.GetCore();
    for (const CoreFirewall& firewall : core.GetFirewalls())
    {
        nodes.push_back({firewall.name + "-firewall", "firewall", "core", "", "", firewall.node});
    }
    nodes.push_back({"broker", "broker", "core", "", "", core.GetBroker()->GetNode()});
    nodes.push_back(
        {"doctor", "doctor-workstation", "hospital", "", "", core.GetDoctor()->GetNode()});
    if (const Ptr<NurseStation> station = system.GetNurseStation())
    {
        nodes.push_back(
            {"nurse-station", "doctor-workstation", "hospital", "", "", station->GetNode()});
    }
    nodes.push_back({"pharmacy", "pharmacy", "pharmacy", "", "", core.GetPharmacy()->GetNode()});
    if (const InsurerNetwork* network = system.GetInsurerNetwork())
    {
        nodes.push_back(
            {"anonymiser", "anonymiser", "core", "", "", network->GetAnonymiser()->GetNode()});
        nodes.push_back({"insurer", "insurer", "insurer", "", "", network->GetInsurer()->GetNode()});
    }
    return nodes;
}

Json
SummariseEnergy(TelemedicineHelper& system)
{
    Json energy = Json::object();
    for (const PoweredNode& powered : PoweredNodes(system))
    {
        const auto battery = powered.node->GetObject<Battery>();
        Json& kind = energy.emplace(powered.kind, Json::object()).first.value();
        const auto add = [&kind, &battery](const char* name, Battery::Consumer consumer) {
            kind[name] = kind.value(name, 0.0) + battery->GetDrawn(consumer);
        };
        add("radio", Battery::RADIO);
        add("processor", Battery::PROCESSOR);
        add("sensor", Battery::SENSOR);
    }
    return energy;
}

/// Genuine readings lost and late while an attack went on.
Json
HarmDuring(Recorder& recorder, const AttackOutcome& outcome)
{
    uint64_t lost = 0;
    uint64_t late = 0;
    if (outcome.firstAttempt)
    {
        for (const auto& [id, journey] : recorder.GetJourneys().All())
        {
            if (journey.felt >= *outcome.firstAttempt && journey.felt <= *outcome.lastAttempt)
            {
                lost += journey.state == JourneyState::LOST;
                late += recorder.IsLate(journey);
            }
        }
    }
    return {{"readings_lost_meanwhile", lost},
            {"readings_late_meanwhile", late},
            {"readings_delayed", outcome.delayed}};
}

Json
SummariseAttacks(Recorder& recorder, TelemedicineHelper& system)
{
    Json attacks = Json::array();
    uint32_t id = 0;
    for (const Json& described : system.GetScenario().at("attacks"))
    {
        const Ptr<Attack> attack = system.GetCore().GetAttacks().at(id);
        const AttackOutcome& outcome = recorder.GetAttackJudge().Outcomes().at(++id);
        Json harm = HarmDuring(recorder, outcome);
        harm.update(attack->Harm());
        // An eavesdropper sends nothing that anyone could accept: what it understood is its gain.
        const uint64_t accepted = harm.value("understood", outcome.accepted);
        const auto timeToDetect = outcome.TimeToDetectMs();
        attacks.push_back({{"name", described.at("name")},
                           {"kind", described.at("kind")},
                           {"attempted", attack->GetAttempted()},
                           {"accepted", accepted},
                           {"detected", outcome.detected},
                           {"time_to_detect_ms", timeToDetect ? Json(*timeToDetect) : Json()},
                           {"harm", harm}});
    }
    return attacks;
}

Json
SummariseInsurer(Recorder& recorder, TelemedicineHelper& system)
{
    const InsurerNetwork* network = system.GetInsurerNetwork();
    if (!network)
    {
        return {};
    }
    AnonymityOutcome outcome = recorder.GetAnonymityJudge().Outcome();
    std::sort(outcome.delayMs.begin(), outcome.delayMs.end());
    return {{"published", outcome.published},
            {"reused", outcome.reused},
            {"suppressed", outcome.suppressed},
            {"suppressed_share",
             MeanOf(outcome.suppressed, outcome.Left() + outcome.suppressed)},
            {"unreadable", outcome.unreadable},
            {"received", outcome.received},
            {"refused", network->GetInsurer()->GetRefused()},
            {"delay_ms", MiddleAndMost(outcome.delayMs)},
            {"information_loss", MeanOf(outcome.lossSum, outcome.Left())},
            {"linkage_rate", MeanOf(outcome.linkageSum, outcome.Left())},
            {"linkage_rate_raw", MeanOf(outcome.rawLinkageSum, outcome.Left())}};
}

/// What became of the readings of a site while a service loaded its backhaul, or while none did.
Json
ReadingsOf(Recorder& recorder, const std::string& site, const ServiceLoad& load, bool meanwhile)
{
    uint64_t readings = 0;
    uint64_t lost = 0;
    uint64_t late = 0;
    std::vector<double> latencies;
    for (const auto& [id, journey] : recorder.GetJourneys().All())
    {
        const auto covers = [&felt = journey.felt](const std::pair<Time, Time>& period) {
            return felt >= period.first && felt <= period.second;
        };
        if (journey.site != site ||
            std::any_of(load.periods.begin(), load.periods.end(), covers) != meanwhile)
        {
            continue;
        }
        ++readings;
        lost += journey.state == JourneyState::LOST;
        late += recorder.IsLate(journey);
        if (journey.state == JourneyState::DELIVERED)
        {
            latencies.push_back(journey.Latency().GetSeconds() * 1000);
        }
    }
    std::sort(latencies.begin(), latencies.end());
    return {{"count", readings},
            {"lost", lost},
            {"late", late},
            {"latency_ms",
             {{"p50", Quantile(latencies, 0.5)},
              {"p95", Quantile(latencies, 0.95)},
              {"max", Quantile(latencies, 1)}}}};
}

Json
SummariseServices(Recorder& recorder, TelemedicineHelper& system)
{
    Json services = Json::array();
    std::size_t position = 0;
    for (const Json& described : system.GetScenario().at("services"))
    {
        Json service{{"name", described.at("name")}, {"kind", described.at("kind")}};
        const Ptr<Service> running = system.GetServices().at(position++);
        service.update(running->Results());
        const ServiceLoad load = running->Load();
        if (!load.periods.empty())
        {
            const std::string site = load.site.empty() ? system.GetSites().front().name : load.site;
            service["readings"] = {{"meanwhile", ReadingsOf(recorder, site, load, true)},
                                   {"otherwise", ReadingsOf(recorder, site, load, false)}};
        }
        services.push_back(service);
    }
    return services;
}

/// A row for each figure of a service; figures within figures have names with dots.
void
PutService(ResultsDatabase& database, const Json& service)
{
    const Json flat = service.flatten();
    for (const auto& [path, value] : flat.items())
    {
        std::string figure = path.substr(1);
        std::replace(figure.begin(), figure.end(), '/', '.');
        if (figure != "name" && figure != "kind")
        {
            database.Put("services",
                         {service.at("name").get<std::string>(),
                          service.at("kind").get<std::string>(),
                          figure,
                          value.is_number()    ? Value(value.get<double>())
                          : value.is_boolean() ? Value(value.get<bool>() ? 1.0 : 0.0)
                                               : Value()});
        }
    }
}

/// Readings of a fault's place felt while it lasted, and what became of them.
Json
SummariseFaults(Recorder& recorder, TelemedicineHelper& system)
{
    Json faults = Json::array();
    for (const PlannedFault& fault : system.GetFaults())
    {
        uint64_t felt = 0;
        uint64_t delivered = 0;
        uint64_t lost = 0;
        uint64_t late = 0;
        for (const auto& [id, journey] : recorder.GetJourneys().All())
        {
            const double feltS = journey.felt.GetSeconds();
            if (feltS < fault.atS || feltS >= fault.endS ||
                (!fault.site.empty() && journey.site != fault.site) ||
                (!fault.devices.empty() && fault.devices.count(journey.device) == 0))
            {
                continue;
            }
            ++felt;
            delivered += journey.state == JourneyState::DELIVERED;
            lost += journey.state == JourneyState::LOST;
            late += recorder.IsLate(journey);
        }
        std::string devices;
        for (const std::string& device : fault.devices)
        {
            devices += (devices.empty() ? "" : " ") + device;
        }
        faults.push_back({{"kind", fault.kind},
                          {"site", fault.site.empty() ? Json() : Json(fault.site)},
                          {"device", devices.empty() ? Json() : Json(devices)},
                          {"at_s", fault.atS},
                          {"end_s", fault.endS},
                          {"felt", felt},
                          {"delivered", delivered},
                          {"lost", lost},
                          {"late", late}});
    }
    return faults;
}

/// What waited where; null if nothing is kept in this run.
Json
SummariseStoreAndForward(TelemedicineHelper& system)
{
    Outbox::Counters worn;
    Custody::Counters gateways;
    uint64_t questions = 0;
    bool any = false;
    for (const Site& site : system.GetSites())
    {
        for (const WornDevice& device : site.devices)
        {
            if (const Outbox* outbox = device.wearable->GetOutbox())
            {
                any = true;
                worn.kept += outbox->GetCounters().kept;
                worn.lost += outbox->GetCounters().lost;
                worn.mostBytes = std::max(worn.mostBytes, outbox->GetCounters().mostBytes);
            }
        }
        if (site.custody)
        {
            const Custody::Counters& counters = site.custody->GetCounters();
            gateways.kept += counters.kept;
            gateways.resent += counters.resent;
            gateways.lost += counters.lost;
            gateways.mostBytes = std::max(gateways.mostBytes, counters.mostBytes);
            questions += site.probe->GetAsked();
        }
    }
    if (!any)
    {
        return {};
    }
    return {{"wearables",
             {{"kept", worn.kept}, {"lost", worn.lost}, {"most_bytes", worn.mostBytes}}},
            {"gateways",
             {{"kept", gateways.kept},
              {"resent", gateways.resent},
              {"lost", gateways.lost},
              {"most_bytes", gateways.mostBytes},
              {"questions", questions}}}};
}

Value
OrNull(const std::optional<double>& value)
{
    return value ? Value(*value) : Value();
}

int64_t
Signed(uint64_t value)
{
    return static_cast<int64_t>(value);
}

} // namespace

nlohmann::json
Summarise(Recorder& recorder, TelemedicineHelper& system)
{
    const Json& scenario = system.GetScenario();
    return {{"scenario", scenario.at("name")},
            {"seed", scenario.at("seed")},
            {"readings", SummariseReadings(recorder)},
            {"latency_ms", SummariseLatency(recorder)},
            {"alarms", SummariseAlarms(recorder, system)},
            {"classification", SummariseClassification(recorder, scenario)},
            {"care", SummariseCare(recorder)},
            {"diabetes", SummariseDiabetes(system)},
            {"hand_overs", SummariseRoaming(system)},
            {"energy_mj", SummariseEnergy(system)},
            {"attacks", SummariseAttacks(recorder, system)},
            {"faults", SummariseFaults(recorder, system)},
            {"store_and_forward", SummariseStoreAndForward(system)},
            {"insurer", SummariseInsurer(recorder, system)},
            {"services", SummariseServices(recorder, system)}};
}

void
PutFinalTables(ResultsDatabase& database, Recorder& recorder, TelemedicineHelper& system)
{
    for (const PoweredNode& powered : PoweredNodes(system))
    {
        const auto battery = powered.node->GetObject<Battery>();
        const auto processor = powered.node->GetObject<Processor>();
        const bool mains = battery->GetCapacity() <= 0;
        database.Put("devices",
                     {powered.device,
                      powered.kind,
                      powered.site,
                      powered.patient.empty() ? Value() : Value(powered.patient),
                      powered.access.empty() ? Value() : Value(powered.access),
                      battery->GetDrawn(Battery::RADIO),
                      battery->GetDrawn(Battery::PROCESSOR),
                      battery->GetDrawn(Battery::SENSOR),
                      mains ? Value() : Value(battery->GetCapacity()),
                      processor->GetBusyTime().GetSeconds(),
                      mains ? Value() : Value(battery->GetLifetimeHours())});
    }
    for (const AlarmOutcome& alarm :
         recorder.GetAlarmJudge().Outcomes(Simulator::Now().GetSeconds()))
    {
        database.Put("alarms",
                     {alarm.patient,
                      alarm.kind,
                      OrNull(alarm.onsetS),
                      OrNull(alarm.raisedS),
                      std::string(ToString(alarm.outcome)),
                      OrNull(alarm.TimeToDoctorMs()),
                      alarm.classifier.empty() ? Value() : Value(alarm.classifier),
                      OrNull(alarm.deadlineS),
                      OrNull(alarm.treatedS),
                      OrNull(alarm.untreatedS)});
    }
    for (const Json& attack : SummariseAttacks(recorder, system))
    {
        database.Put("attacks",
                     {attack.at("name").get<std::string>(),
                      attack.at("kind").get<std::string>(),
                      attack.at("attempted").get<int64_t>(),
                      attack.at("accepted").get<int64_t>(),
                      attack.at("detected").get<int64_t>(),
                      attack.at("time_to_detect_ms").is_null()
                          ? Value()
                          : Value(attack.at("time_to_detect_ms").get<double>()),
                      attack.at("harm").dump()});
    }
    for (const Json& service : SummariseServices(recorder, system))
    {
        PutService(database, service);
    }
    const auto textOrNull = [](const Json& text) {
        return text.is_null() ? Value() : Value(text.get<std::string>());
    };
    for (const Json& fault : SummariseFaults(recorder, system))
    {
        database.Put("faults",
                     {fault.at("kind").get<std::string>(),
                      textOrNull(fault.at("site")),
                      textOrNull(fault.at("device")),
                      fault.at("at_s").get<double>(),
                      fault.at("end_s").get<double>(),
                      fault.at("felt").get<int64_t>(),
                      fault.at("delivered").get<int64_t>(),
                      fault.at("lost").get<int64_t>(),
                      fault.at("late").get<int64_t>()});
    }
    if (Store* store = system.GetCore().GetBroker()->GetStore())
    {
        for (const StoredTopic& topic : store->Topics())
        {
            database.Put("store",
                         {topic.topic, Signed(topic.objects), Signed(topic.octets), topic.digest});
        }
    }
    for (const CoreFirewall& firewall : system.GetCore().GetFirewalls())
    {
        int64_t position = 0;
        for (const FirewallRuleCounters& rule : firewall.firewall->GetRuleCounters())
        {
            database.Put("firewall_rules",
                         {firewall.name,
                          position++,
                          rule.rule,
                          std::string(rule.action == FirewallAction::ACCEPT ? "accept" : "deny"),
                          Signed(rule.packets),
                          Signed(rule.bytes),
                          Signed(rule.limited)});
        }
    }
    for (const Site& site : system.GetSites())
    {
        for (const SiteLink& link : site.links)
        {
            const AccessLink::FrameCounters frames = link.access->GetFrames();
            database.Put("frames",
                         {site.name, link.name, Signed(frames.received), int64_t{0}, Value()});
            for (const auto& [cause, count] : frames.dropped)
            {
                database.Put("frames", {site.name, link.name, int64_t{0}, Signed(count), cause});
            }
        }
    }
}

} // namespace iomt
} // namespace ns3
