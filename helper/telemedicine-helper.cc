// SPDX-License-Identifier: GPL-2.0-only

#include "telemedicine-helper.h"

#include "care-helper.h"
#include "scenario.h"

#include "ns3/boolean.h"
#include "ns3/classifier.h"
#include "ns3/data-path.h"
#include "ns3/quantity.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

/// A string that a scenario may leave null.
std::string
TextOr(const Json& value, const std::string& otherwise)
{
    return value.is_string() ? value.get<std::string>() : otherwise;
}

} // namespace

TelemedicineHelper::TelemedicineHelper(const nlohmann::json& scenario)
    : m_scenario(scenario),
      m_keyMaterial(CreateObject<UniformRandomVariable>())
{
}

Time
TelemedicineHelper::GetWarmUp() const
{
    Time warmUp = Seconds(3);
    for (const Site& site : m_sites)
    {
        for (const SiteLink& link : site.links)
        {
            warmUp = std::max(warmUp, link.access->GetSetUpTime());
        }
    }
    return warmUp;
}

Time
TelemedicineHelper::Drain()
{
    return Seconds(10);
}

Time
TelemedicineHelper::GetDuration() const
{
    return Seconds(m_scenario.at("duration_s").get<double>());
}

const nlohmann::json&
TelemedicineHelper::GetScenario() const
{
    return m_scenario;
}

const std::vector<HandOver>&
TelemedicineHelper::GetHandOvers() const
{
    return m_roaming.GetHandOvers();
}

CoreHelper&
TelemedicineHelper::GetCore()
{
    return m_core;
}

std::vector<Site>&
TelemedicineHelper::GetSites()
{
    return m_sites;
}

const std::vector<Ptr<Service>>&
TelemedicineHelper::GetServices() const
{
    return m_services;
}

Ptr<NurseStation>
TelemedicineHelper::GetNurseStation() const
{
    return m_nurseNetwork ? m_nurseNetwork->GetStation() : nullptr;
}

const InsurerNetwork*
TelemedicineHelper::GetInsurerNetwork() const
{
    return m_insurerNetwork.get();
}

const std::map<std::string, std::vector<double>>&
TelemedicineHelper::GetQuasiIdentifiers() const
{
    return m_quasiIdentifiers;
}

const std::vector<PlannedEpisode>&
TelemedicineHelper::GetEpisodes() const
{
    return m_episodes;
}

const std::vector<PlannedFault>&
TelemedicineHelper::GetFaults() const
{
    return m_faults.GetFaults();
}

void
TelemedicineHelper::Install()
{
    // Keys are drawn while the system is built, so their stream cannot wait for AssignStreams().
    m_keyMaterial->SetStream(0);
    InstallCore();
    InstallSites();
    InstallRules("edge");
    InstallRules("inner");
    InstallServices();
    InstallSignals();
    InstallDiabetes();
    InstallCare();
    InstallEdge();
    InstallInsurer();
    m_faults.KeepReadings(m_scenario, m_core, m_sites);
    m_faults.Install(m_scenario, m_core, m_sites);
    m_roaming.Install(m_scenario, m_sites, m_core.GetInternet());
    Start();
}

void
TelemedicineHelper::InstallCore()
{
    m_core.SetCompute(m_scenario.at("compute"));
    uint32_t attackId = 0;
    for (const Json& options : m_scenario.at("attacks"))
    {
        auto attack = Attack::Create(options.at("kind"));
        attack->Configure(options);
        attack->SetAttribute("AttackId", UintegerValue(++attackId));
        m_core.AddAttack(attack);
    }
    m_core.Install(m_scenario.at("sites").size());
}

void
TelemedicineHelper::InstallSites()
{
    uint16_t index = 0;
    for (const Json& described : m_scenario.at("sites"))
    {
        std::vector<std::string> patients;
        for (int i = 0; i < described.at("patients").get<int>(); ++i)
        {
            m_patients.push_back("p" + std::to_string(m_patients.size() + 1));
            patients.push_back(m_patients.back());
        }
        SiteHelper helper;
        helper.SetAccessOptions(m_scenario);
        helper.SetBackhaul(TextOr(described.at("backhaul"), m_scenario.at("backhaul")));
        helper.SetUrgentFirst(m_scenario.at("care").at("urgent_first"));
        helper.SetSession(m_scenario.at("protection").at("session"));
        helper.SetCompute(m_scenario.at("compute"));
        const std::vector<std::string> devices = DevicesOf(m_scenario, described);
        helper.SetDevices(devices);
        for (const std::string& device : devices)
        {
            const std::string kind = LoadDeviceProfile(device).kind;
            helper.SetAccessOf(kind, AccessOf(m_scenario, described, kind));
        }
        m_sites.push_back(
            helper.Install(described.at("name"), index++, patients, m_core.GetInternet()));
    }
}

void
TelemedicineHelper::InstallRules(const std::string& firewall)
{
    for (const Json& described : m_scenario.at("firewalls").at(firewall).at("rules"))
    {
        FirewallRule rule;
        rule.name = described.at("name");
        rule.inInterface = described.at("in");
        rule.outInterface = described.at("out");
        rule.from = m_core.Resolve(described.at("from"));
        rule.to = m_core.Resolve(described.at("to"));
        rule.protocol = described.at("protocol");
        if (described.at("port").is_number())
        {
            rule.firstPort = rule.lastPort = described.at("port");
        }
        rule.ratePps =
            described.at("rate_pps").is_number() ? described.at("rate_pps").get<double>() : 0;
        rule.burst = described.at("burst").is_number() ? described.at("burst").get<double>() : 0;
        rule.action =
            described.at("action") == "accept" ? FirewallAction::ACCEPT : FirewallAction::DROP;
        m_core.AddRule(firewall, rule);
    }
}

void
TelemedicineHelper::InstallServices()
{
    m_serviceNetwork = std::make_unique<ServiceNetwork>(m_core, m_sites, m_scenario.at("compute"));
    for (const Json& options : m_scenario.at("services"))
    {
        auto service = Service::Create(options.at("kind"));
        service->Configure(options);
        service->Install(*m_serviceNetwork);
        m_serviceNetwork->Accept(*service);
        m_services.push_back(service);
    }
}

Uniform
TelemedicineHelper::MakeUniform()
{
    auto random = CreateObject<UniformRandomVariable>();
    m_signalRandom.push_back(random);
    return [random]() { return random->GetValue(); };
}

Bytes
TelemedicineHelper::RandomBytes(std::size_t size)
{
    Bytes bytes(size);
    for (uint8_t& byte : bytes)
    {
        byte = static_cast<uint8_t>(m_keyMaterial->GetInteger(0, 255));
    }
    return bytes;
}

ObjectKey
TelemedicineHelper::MakeKey(const std::string& suite,
                            const std::shared_ptr<const KeyEncapsulation>& receiver)
{
    const uint16_t number = m_keys++;
    const Bytes kid{static_cast<uint8_t>(number >> 8), static_cast<uint8_t>(number & 0xff)};
    return DeriveObjectKey(suite, kid, RandomBytes(32), receiver);
}

std::shared_ptr<const KeyEncapsulation>
TelemedicineHelper::MakeReceiver(const ObjectProtection& protection)
{
    if (protection.encapsulation.empty())
    {
        return nullptr;
    }
    std::shared_ptr<KeyEncapsulation> receiver =
        Registry<KeyEncapsulation>::Get().Create(protection.encapsulation);
    const Json& described = m_scenario.at("protection").at("access");
    KeyAccess access;
    access.policy = described.at("policy");
    access.attributes = described.at("attributes");
    try
    {
        receiver->MakeKeys(SeededRandom(RandomBytes(32)), access);
    }
    catch (const std::invalid_argument& error)
    {
        throw ScenarioError("protection.access", error.what());
    }
    return receiver;
}

NearDuplicates
TelemedicineHelper::MakeNearDuplicates(const DeviceProfile& device) const
{
    const Json& described = m_scenario.at("protection").at("redundancy");
    const double steps = described.at("steps");
    std::map<std::string, double> bounds;
    for (const SensorProfile& sensor : device.sensors)
    {
        bounds[sensor.kind] = steps * QuantityOf(sensor.kind).resolution;
    }
    return NearDuplicates(std::move(bounds), described.at("most_in_a_row"));
}

RekeyPolicy
TelemedicineHelper::Rekeying(const ObjectProtection& protection) const
{
    const Json& described = m_scenario.at("protection").at("rekey");
    RekeyPolicy policy;
    policy.announce = described.at("announce").is_number()
                          ? described.at("announce").get<uint64_t>()
                          : protection.announce;
    if (described.at("seconds").is_number())
    {
        policy.seconds = described.at("seconds");
    }
    if (described.at("packets").is_number())
    {
        policy.messages = described.at("packets");
    }
    else if (policy.seconds == 0)
    {
        policy.messages = protection.messagesPerKey;
    }
    return policy;
}

void
TelemedicineHelper::InstallSignals()
{
    for (const Json& described : m_scenario.at("episodes"))
    {
        EpisodeScript script;
        script.onsetS = described.at("onset_s");
        script.rampS = described.at("ramp_s");
        script.durationS = described.at("duration_s");
        script.severity = described.at("severity");
        std::shared_ptr<const Episode> episode =
            EpisodeRegistry::Get().Create(described.at("kind"), script);
        const std::string patient = m_patients.at(described.at("patient").get<std::size_t>() - 1);
        m_episodesOf[patient].push_back(episode);
        if (!episode->IsHarm())
        {
            continue;
        }
        const Json& deadline = described.at("deadline_s");
        m_episodes.push_back({patient,
                              described.at("kind"),
                              episode->OnsetS(),
                              episode->EndS(),
                              deadline.is_number() ? deadline.get<double>()
                                                   : episode->DeadlineS()});
    }

    bool wearsEcg = false;
    for (const Site& site : m_sites)
    {
        for (const WornDevice& device : site.devices)
        {
            for (const SensorProfile& sensor : device.profile.sensors)
            {
                wearsEcg = wearsEcg || sensor.kind == "ecg";
            }
        }
    }
    const Json& vitals = m_scenario.at("vitals");
    SignalFactory factory(wearsEcg ? TextOr(vitals.at("ecg"), "") : "",
                          vitals.at("ecg_rate_hz"),
                          TextOr(vitals.at("e4_folder"), ""));
    for (const Json& described : vitals.at("recordings"))
    {
        factory.AddRecording(described.at("patient").get<std::size_t>() - 1,
                             described.at("device"),
                             described.at("path"),
                             TextOr(described.at("subject"), ""),
                             described.at("start_s"));
    }
    uint64_t firstProvenance = 1;
    std::size_t patient = 0;
    std::string previous = m_sites.front().devices.front().patient;
    for (Site& site : m_sites)
    {
        for (WornDevice& device : site.devices)
        {
            if (device.patient != previous)
            {
                previous = device.patient;
                ++patient;
            }
            DeviceSignal made =
                factory.Make(device.profile, patient, m_episodesOf[device.patient], MakeUniform());
            device.wearable->SetSignal(std::move(made.signal), device.profile.sensors, made.noisy);
            device.wearable->SetTopic(device.Topic(),
                                      device.patient + "/" + device.profile.kind + "/");
            device.wearable->SetFirstProvenance(firstProvenance);
            // Two to the 28 readings are eight years at one a second.
            firstProvenance += uint64_t{1} << 28;
        }
    }
}

void
TelemedicineHelper::InstallCare()
{
    const std::string protectionName = m_scenario.at("protection").at("object");
    const auto protection = ObjectProtections().Create(protectionName);
    // Documents are few, and signed: they go under keys shared beforehand.
    const std::string suite = protection->cipher;
    const auto receiver = MakeReceiver(*protection);
    const RekeyPolicy rekey = Rekeying(*protection);
    Ptr<Doctor> doctor = m_core.GetDoctor();
    doctor->SetSuite(protectionName);
    CareHelper care(
        m_scenario,
        suite,
        [this, suite]() { return MakeKey(suite); },
        [this](std::size_t size) { return RandomBytes(size); },
        doctor);

    for (Site& site : m_sites)
    {
        care.Join(site);
        std::string previous;
        for (WornDevice& device : site.devices)
        {
            if (device.patient != previous)
            {
                previous = device.patient;
                doctor->AddPatient(device.patient,
                                   JudgesAt("doctor") ? MakeClassifiers()
                                                      : std::vector<std::unique_ptr<Classifier>>(),
                                   site.CommandTopic());
            }
            const ObjectKey key = MakeKey(protectionName, receiver);
            device.wearable->SetKey(key, rekey);
            if (protection->dropsRedundant)
            {
                device.wearable->SetNearDuplicates(MakeNearDuplicates(device.profile));
            }
            m_deviceKeys[device.Topic()] = key;
            doctor->AddDevice(device.patient, device.Topic(), key);
            care.Join(device);
        }
    }

    care.Join(m_core.GetPharmacy());
    if (m_scenario.at("care").at("nurse"))
    {
        m_nurseNetwork = std::make_unique<NurseNetwork>(m_core, m_scenario.at("compute"));
        care.Join(m_nurseNetwork->GetStation());
    }
    care.AddLoops();
    care.ScheduleOrders();
}

void
TelemedicineHelper::Start()
{
    const std::string session = m_scenario.at("protection").at("session");
    std::vector<Ptr<Endpoint>> endpoints{m_core.GetBroker(),
                                         m_core.GetDoctor(),
                                         m_core.GetPharmacy()};
    if (m_nurseNetwork)
    {
        m_nurseNetwork->GetStation()->SetStartTime(Seconds(2));
        endpoints.push_back(m_nurseNetwork->GetStation());
    }
    for (const Ptr<Endpoint>& endpoint : endpoints)
    {
        endpoint->SetSession(session);
        endpoint->SetAttribute("Expedite",
                               BooleanValue(m_scenario.at("care").at("urgent_first")));
    }
    m_core.GetBroker()->SetStartTime(Seconds(0));
    // Addresses are tentative for a second (RFC 4862, 5.4: RetransTimer) and may not be used yet.
    m_core.GetDoctor()->SetStartTime(Seconds(2));
    m_core.GetPharmacy()->SetStartTime(Seconds(2));
    if (m_insurerNetwork)
    {
        m_insurerNetwork->GetAnonymiser()->SetSession(session);
        m_insurerNetwork->GetAnonymiser()->SetStartTime(Seconds(2));
        m_insurerNetwork->GetInsurer()->SetSession(session);
    }
    for (Site& site : m_sites)
    {
        site.agent->SetStartTime(MilliSeconds(2500));
        if (site.probe)
        {
            site.probe->SetStartTime(Seconds(2));
        }
        for (WornDevice& device : site.devices)
        {
            device.wearable->SetStartTime(GetWarmUp());
            device.wearable->SetAttribute("SensingStop", TimeValue(GetDuration()));
        }
    }
}

int64_t
TelemedicineHelper::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    for (const Ptr<UniformRandomVariable>& random : m_signalRandom)
    {
        random->SetStream(next++);
    }
    next += m_core.AssignStreams(next);
    for (Site& site : m_sites)
    {
        next += site.AssignStreams(next);
    }
    next += m_serviceNetwork->AssignStreams(next);
    for (const Ptr<Service>& service : m_services)
    {
        next += service->AssignStreams(next);
    }
    if (m_insurerNetwork)
    {
        next += m_insurerNetwork->AssignStreams(next);
    }
    if (m_nurseNetwork)
    {
        next += m_nurseNetwork->AssignStreams(next);
    }
    for (Site& site : m_sites)
    {
        next += site.probe ? site.probe->AssignStreams(next) : 0;
    }
    return next - stream;
}

void
TelemedicineHelper::EnablePcap(const std::string& folder)
{
    m_core.EnablePcap(folder);
    for (Site& site : m_sites)
    {
        site.EnablePcap(folder);
    }
    m_serviceNetwork->EnablePcap(folder);
    if (m_insurerNetwork)
    {
        m_insurerNetwork->EnablePcap(folder);
    }
}

} // namespace iomt
} // namespace ns3
