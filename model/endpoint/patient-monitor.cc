// SPDX-License-Identifier: GPL-2.0-only

#include "patient-monitor.h"

#include "endpoint.h"

#include "ns3/ecg-block.h"
#include "ns3/quantity.h"
#include "ns3/senml.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// Resolved SenML as classifiers take it, in the units of quantity.h.
Felt
ToFelt(const SenmlPack& resolved, double nowUnixS)
{
    Felt felt;
    felt.t = resolved.front().time.value_or(nowUnixS) - EPOCH_UNIX_S;
    if (const auto block = EcgBlockFromSenml(resolved); block && block->rateHz > 0)
    {
        felt.samples = block->millivolt;
        felt.intervalS = 1 / block->rateHz;
        return felt;
    }
    for (const SenmlRecord& record : resolved)
    {
        if (!record.name || !record.value)
        {
            continue;
        }
        const std::string name = record.name->substr(record.name->rfind('/') + 1);
        const auto& known = Quantities();
        const auto quantity = std::find_if(known.begin(), known.end(), [&name](const Quantity& q) {
            return q.name == name;
        });
        if (quantity != known.end() && quantity->senmlFactor != 0)
        {
            felt.values[name] = *record.value / quantity->senmlFactor;
        }
    }
    return felt;
}

} // namespace

PatientMonitor::PatientMonitor(const std::string& suite)
    : m_opener(suite)
{
}

void
PatientMonitor::AddPatient(const std::string& patient,
                           std::vector<std::unique_ptr<Classifier>> classifiers)
{
    m_patients[patient] = std::move(classifiers);
}

void
PatientMonitor::AddDevice(const std::string& patient,
                          const std::string& topic,
                          const ObjectKey& key)
{
    if (m_patients.count(patient) == 0)
    {
        throw std::invalid_argument("patient '" + patient + "' was not added before the device");
    }
    m_devices[topic] = patient;
    m_opener.AddKey(key);
}

const std::map<std::string, std::string>&
PatientMonitor::Devices() const
{
    return m_devices;
}

OpenedReading
PatientMonitor::Open(uint16_t contentFormat,
                     const Bytes& payload,
                     const std::string& topic,
                     Felt& felt)
{
    OpenedReading reading;
    reading.topic = topic;
    reading.patient = m_devices.at(topic);
    const OpenedObject object = m_opener.Open(contentFormat, payload, topic);
    reading.status = object.status;
    if (object.status != OpenStatus::OK)
    {
        reading.reason = ToString(object.status);
        return reading;
    }
    std::string error;
    const auto pack = DecodeSenml(object.plaintext, &error);
    if (!pack || pack->empty())
    {
        reading.status = OpenStatus::MALFORMED;
        reading.reason = pack ? "no record" : error;
        return reading;
    }
    const double now = EPOCH_UNIX_S + Simulator::Now().GetSeconds();
    felt = ToFelt(ResolveSenml(*pack, now), now);
    return reading;
}

std::vector<Classification>
PatientMonitor::Judge(const std::string& patient, const Felt& felt)
{
    std::vector<Classification> results;
    for (const auto& classifier : m_patients.at(patient))
    {
        if (auto result = classifier->Update(felt))
        {
            results.push_back(*result);
        }
    }
    return results;
}

} // namespace iomt
} // namespace ns3
