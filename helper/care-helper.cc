// SPDX-License-Identifier: GPL-2.0-only

#include "care-helper.h"

#include "ns3/simulator.h"
#include "ns3/string.h"

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;

constexpr const char* PHARMACY_TOPIC = "ps/rx/pharmacy";
constexpr const char* NURSE_TOPIC = "ps/alarm/nurse";
constexpr const char* PHARMACY_STATUS_TOPIC = "ps/rx-status/pharmacy";

Time
SecondsOf(const Json& value)
{
    return Seconds(value.get<double>());
}

} // namespace

CareHelper::CareHelper(const nlohmann::json& scenario,
                       const std::string& suite,
                       std::function<ObjectKey()> makeKey,
                       std::function<Bytes(std::size_t)> random,
                       Ptr<Doctor> doctor)
    : m_care(scenario.at("care")),
      m_suite(suite),
      m_makeKey(std::move(makeKey)),
      m_random(std::move(random)),
      m_doctor(doctor),
      m_author(MakeAuthor("doctor"))
{
    const Json& command = m_care.at("command");
    m_doctor->SetAttribute("CoolDown", TimeValue(SecondsOf(m_care.at("cooldown_s"))));
    m_doctor->SetAttribute("Command",
                           StringValue(command.is_null() ? "" : command.get<std::string>()));
    m_doctor->SetRules(CareRules::Load(m_care.at("rules")));
    for (const char* list : {"orders", "loops"})
    {
        for (const Json& order : m_care.at(list))
        {
            m_ordered.insert(order.at("to").get<std::string>());
        }
    }
}

CareHelper::Author
CareHelper::MakeAuthor(const std::string& name) const
{
    return {Bytes(name.begin(), name.end()), m_random(32)};
}

CareHelper::Documents
CareHelper::MakeDocuments(const Author& author) const
{
    const ObjectKey key = m_makeKey();
    P256Signer signer = P256Signer::FromSeed(author.seed);
    auto reader = std::make_unique<DocumentReader>(m_suite);
    reader->AddAuthor(author.kid, signer.PublicKey(), key);
    return {std::make_unique<DocumentSender>(std::move(signer), author.kid, key),
            std::move(reader)};
}

void
CareHelper::Join(Ptr<Pharmacy> pharmacy)
{
    pharmacy->SetAttribute("DispenseTime", TimeValue(SecondsOf(m_care.at("dispense_s"))));
    pharmacy->SetAttribute("PickUpTime", TimeValue(SecondsOf(m_care.at("pick_up_s"))));
    Documents prescriptions = MakeDocuments(m_author);
    Documents confirmations = MakeDocuments(MakeAuthor("pharmacy"));
    m_doctor->SetPharmacy(PHARMACY_TOPIC,
                          PHARMACY_STATUS_TOPIC,
                          std::move(prescriptions.first),
                          std::move(confirmations.second));
    pharmacy->SetDoctor(PHARMACY_TOPIC,
                        PHARMACY_STATUS_TOPIC,
                        std::move(prescriptions.second),
                        std::move(confirmations.first));
}

void
CareHelper::Join(Ptr<NurseStation> station)
{
    Documents calls = MakeDocuments(m_author);
    m_doctor->SetNurse(NURSE_TOPIC, std::move(calls.first));
    station->SetDoctor(NURSE_TOPIC, std::move(calls.second));
}

void
CareHelper::JoinCommanded(Ptr<Commanded> commanded, const std::string& name)
{
    const std::string topic = "ps/cmd/" + name;
    const std::string statusTopic = "ps/cmd-status/" + name;
    Documents commands = MakeDocuments(m_author);
    Documents reports = MakeDocuments(MakeAuthor(name));
    m_doctor->AddCommanded(topic,
                           std::move(commands.first),
                           statusTopic,
                           std::move(reports.second));
    commanded->SetDoctor(topic, std::move(commands.second), statusTopic, std::move(reports.first));
}

void
CareHelper::Join(const Site& site)
{
    JoinCommanded(site.agent, site.name);
}

void
CareHelper::Join(const WornDevice& device)
{
    const std::string& kind = device.profile.kind;
    const Json& commanded = m_care.at("commanded");
    const auto listed = commanded.find(kind);
    if (!device.profile.actuator && listed == commanded.end() && m_ordered.count(kind) == 0)
    {
        return;
    }
    if (device.profile.actuator)
    {
        device.wearable->SetActuator(ActuatorRegistry::Get().Create(device.profile.actuator->kind,
                                                                    *device.profile.actuator));
    }
    device.wearable->SetStreaming(listed == commanded.end() || *listed == "streaming");
    JoinCommanded(device.wearable, device.patient + "/" + kind);
    m_doctor->AddCommandedDevice(device.patient, kind, "ps/cmd/" + device.patient + "/" + kind);
}

void
CareHelper::AddLoops()
{
    for (const Json& loop : m_care.at("loops"))
    {
        m_doctor->AddLoop({loop.at("classifier"),
                           loop.at("to"),
                           loop.at("command"),
                           loop.at("factor"),
                           loop.at("step")});
    }
}

void
CareHelper::ScheduleOrders()
{
    for (const Json& order : m_care.at("orders"))
    {
        const std::string patient = "p" + std::to_string(order.at("patient").get<int>());
        const std::string to = order.at("to");
        const std::string command = order.at("command");
        std::optional<double> value;
        if (order.at("value").is_number())
        {
            value = order.at("value").get<double>();
        }
        Simulator::Schedule(SecondsOf(order.at("at_s")),
                            [doctor = m_doctor, patient, to, command, value]() {
                                doctor->Order(patient, to, command, value);
                            });
    }
}

} // namespace iomt
} // namespace ns3
