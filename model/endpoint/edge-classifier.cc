// SPDX-License-Identifier: GPL-2.0-only

#include "edge-classifier.h"

#include "endpoint.h"

#include "ns3/simulator.h"
#include "ns3/verdict.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(EdgeClassifier);

TypeId
EdgeClassifier::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::EdgeClassifier")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<EdgeClassifier>()
            .AddAttribute("Repeat",
                          "A verdict that stays the same is told again after this long.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&EdgeClassifier::m_repeat),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Classified",
                            "Every classifier has judged a reading.",
                            MakeTraceSourceAccessor(&EdgeClassifier::m_classified),
                            "ns3::iomt::EdgeClassifier::ClassifiedTracedCallback")
            .AddTraceSource("Refused",
                            "A reading could not be opened here.",
                            MakeTraceSourceAccessor(&EdgeClassifier::m_refused),
                            "ns3::iomt::EdgeClassifier::RefusedTracedCallback");
    return tid;
}

EdgeClassifier::EdgeClassifier() = default;
EdgeClassifier::~EdgeClassifier() = default;

void
EdgeClassifier::DoDispose()
{
    m_processor = nullptr;
    m_publish = nullptr;
    Object::DoDispose();
}

void
EdgeClassifier::Set(std::unique_ptr<PatientMonitor> monitor,
                    Ptr<Processor> processor,
                    Publish publish)
{
    m_monitor = std::move(monitor);
    m_processor = processor;
    m_publish = std::move(publish);
}

void
EdgeClassifier::SetVerdictTopic(const std::string& patient,
                                const std::string& topic,
                                const ObjectKey& key)
{
    Told& told = m_told[patient];
    told.topic = topic;
    told.sealer = std::make_unique<ObjectSealer>(key);
}

bool
EdgeClassifier::Takes(const std::string& topic) const
{
    return m_monitor && m_monitor->Devices().count(topic) != 0;
}

void
EdgeClassifier::TakeSealed(const std::string& topic,
                           uint16_t contentFormat,
                           const Bytes& payload,
                           uint64_t provenance)
{
    if (!Takes(topic))
    {
        return;
    }

    struct Work
    {
        OpenedReading reading;
        Felt felt;
    };

    auto work = std::make_shared<Work>();
    Ptr<EdgeClassifier> self(this);
    // With its queue full a processor judges nothing, and the reading goes on as it came.
    m_processor->Execute(
        [&]() {
            work->reading = m_monitor->Open(contentFormat, payload, topic, work->felt);
            work->reading.provenance = provenance;
        },
        [self, work]() {
            if (work->reading.status == OpenStatus::OK)
            {
                self->Judge(work->reading, work->felt);
            }
            else
            {
                self->m_refused(work->reading);
            }
        });
}

void
EdgeClassifier::Take(const std::string& patient, const Felt& felt, uint64_t provenance)
{
    OpenedReading reading;
    reading.provenance = provenance;
    reading.status = OpenStatus::OK;
    reading.patient = patient;
    Judge(reading, felt);
}

void
EdgeClassifier::Judge(const OpenedReading& reading, const Felt& felt)
{
    auto results = std::make_shared<std::vector<Classification>>();
    Ptr<EdgeClassifier> self(this);
    m_processor->Execute([&]() { *results = m_monitor->Judge(reading.patient, felt); },
                         [self, reading, t = felt.t, results]() {
                             self->m_classified(reading, *results);
                             self->Tell(reading.patient, t, *results);
                         });
}

bool
EdgeClassifier::IsNews(Told& told, const std::vector<Classification>& results) const
{
    bool changed = !told.at || Simulator::Now() - *told.at >= m_repeat;
    for (const Classification& result : results)
    {
        auto& said = told.said[result.classifier];
        const std::pair<std::string, Alarm> now(result.label, result.alarm);
        changed = changed || said != now;
        said = now;
    }
    return changed;
}

void
EdgeClassifier::Tell(const std::string& patient,
                     double t,
                     const std::vector<Classification>& results)
{
    Told& told = m_told.at(patient);
    if (results.empty() || !IsNews(told, results))
    {
        return;
    }
    told.at = Simulator::Now();
    const bool urgent = std::any_of(results.begin(), results.end(), [](const Classification& c) {
        return c.alarm != Alarm::NONE;
    });
    auto object = std::make_shared<SealedObject>();
    Ptr<EdgeClassifier> self(this);
    m_processor->Execute(
        [&]() {
            const std::string baseName = told.topic.substr(told.topic.find('/') + 1) + "/";
            const Bytes senml = EncodeSenml(VerdictToSenml(results, baseName, EPOCH_UNIX_S + t));
            *object = told.sealer->Seal(senml, told.topic);
        },
        [self, topic = told.topic, object, urgent]() {
            if (self->m_publish)
            {
                self->m_publish(topic, *object, urgent || object->neededLater);
            }
        });
}

} // namespace iomt
} // namespace ns3
