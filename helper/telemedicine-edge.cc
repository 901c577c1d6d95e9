// SPDX-License-Identifier: GPL-2.0-only

#include "scenario.h"
#include "telemedicine-helper.h"

#include "ns3/classifying-hook.h"
#include "ns3/data-path.h"
#include "ns3/object-protection.h"

#include <stdexcept>

namespace ns3
{
namespace iomt
{

std::vector<std::unique_ptr<Classifier>>
TelemedicineHelper::MakeClassifiers() const
{
    ClassifierSettings settings;
    settings.rulesFolder = DataPath("rules");
    settings.doseTimesS = m_scenario.at("care").at("dose_times_s").get<std::vector<double>>();
    std::vector<std::unique_ptr<Classifier>> classifiers;
    for (const std::string name : m_scenario.at("classifiers"))
    {
        classifiers.push_back(ClassifierRegistry::Get().Create(name, settings));
    }
    return classifiers;
}

bool
TelemedicineHelper::JudgesAt(const std::string& place) const
{
    return m_scenario.at("classify_at") == place;
}

std::unique_ptr<PatientMonitor>
TelemedicineHelper::MakeMonitor(const std::vector<const WornDevice*>& devices)
{
    auto monitor = std::make_unique<PatientMonitor>(
        m_scenario.at("protection").at("object").get<std::string>());
    std::set<std::string> patients;
    for (const WornDevice* device : devices)
    {
        if (patients.insert(device->patient).second)
        {
            monitor->AddPatient(device->patient, MakeClassifiers());
        }
        const std::string topic = device->Topic();
        ObjectKey key = m_deviceKeys.at(topic);
        const nlohmann::json& rights = m_scenario.at("protection").at("access").at("edge");
        if (key.receiver && rights.is_string())
        {
            if (!m_edgeReader)
            {
                try
                {
                    m_edgeReader = key.receiver->MakeReader(SeededRandom(RandomBytes(32)), rights);
                }
                catch (const std::invalid_argument& error)
                {
                    throw ScenarioError("protection.access.edge", error.what());
                }
            }
            key.receiver = m_edgeReader ? m_edgeReader : key.receiver;
        }
        monitor->AddDevice(device->patient, topic, key);
    }
    return monitor;
}

void
TelemedicineHelper::AddVerdicts(EdgeClassifier& classifier,
                                const std::string& patient,
                                const std::string& place)
{
    const std::string cipher =
        ObjectProtections().Create(m_scenario.at("protection").at("object"))->cipher;
    const std::string topic = "ps/" + patient + "/verdict/" + place;
    const ObjectKey key = MakeKey(cipher);
    classifier.SetVerdictTopic(patient, topic, key);
    m_core.GetDoctor()->AddVerdicts(patient, topic, key);
}

void
TelemedicineHelper::InstallEdge()
{
    const bool withholds = m_scenario.at("forward") == "verdicts";
    std::vector<const WornDevice*> all;
    for (Site& site : m_sites)
    {
        std::vector<const WornDevice*> ofSite;
        for (const WornDevice& device : site.devices)
        {
            ofSite.push_back(&device);
            all.push_back(&device);
        }
        if (JudgesAt("wearable"))
        {
            for (const WornDevice* device : ofSite)
            {
                auto classifier = CreateObject<EdgeClassifier>();
                Wearable* wearable = PeekPointer(device->wearable); // which holds the classifier
                classifier->Set(
                    MakeMonitor({device}),
                    device->node->GetObject<Processor>(),
                    [wearable](const std::string& topic, const SealedObject& object, bool urgent) {
                        wearable->PublishObject(topic, object, urgent);
                    });
                AddVerdicts(*classifier, device->patient, device->profile.kind);
                wearable->SetEdgeClassifier(classifier, device->patient, withholds);
                m_edgeClassifiers.push_back(classifier);
            }
        }
        if (JudgesAt("gateway"))
        {
            auto classifier = CreateObject<EdgeClassifier>();
            Ptr<GatewayAgent> agent = site.agent;
            classifier->Set(MakeMonitor(ofSite),
                            site.gateway->GetObject<Processor>(),
                            [agent](const std::string& topic,
                                    const SealedObject& object,
                                    bool urgent) { agent->PublishObject(topic, object, urgent); });
            for (const std::string& patient : site.Patients())
            {
                AddVerdicts(*classifier, patient, "gateway");
            }
            auto hook = CreateObject<ClassifyingHook>();
            hook->Set(classifier, withholds);
            site.path->AddHook(hook);
            m_edgeClassifiers.push_back(classifier);
        }
    }
    if (JudgesAt("broker"))
    {
        auto classifier = CreateObject<EdgeClassifier>();
        Ptr<Broker> broker = m_core.GetBroker();
        // The broker holds the classifier, so it may be held only weakly in turn.
        classifier->Set(
            MakeMonitor(all),
            broker->GetNode()->GetObject<Processor>(),
            [self = PeekPointer(broker)](const std::string& topic,
                                         const SealedObject& object,
                                         bool urgent) { self->PublishOwn(topic, object, urgent); });
        for (const Site& site : m_sites)
        {
            for (const std::string& patient : site.Patients())
            {
                AddVerdicts(*classifier, patient, "broker");
            }
        }
        broker->SetEdgeClassifier(classifier, withholds);
        m_edgeClassifiers.push_back(classifier);
    }
}

const std::vector<Ptr<EdgeClassifier>>&
TelemedicineHelper::GetEdgeClassifiers() const
{
    return m_edgeClassifiers;
}

} // namespace iomt
} // namespace ns3
