// SPDX-License-Identifier: GPL-2.0-only

#include "wearable.h"

#include "ns3/ecg-block.h"
#include "ns3/log.h"
#include "ns3/quantity.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtWearable");
NS_OBJECT_ENSURE_REGISTERED(Wearable);

TypeId
Wearable::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Wearable")
            .SetParent<Endpoint>()
            .SetGroupName("Iomt")
            .AddConstructor<Wearable>()
            .AddAttribute("SensingStop",
                          "No reading begins from this time on; what is under way still goes out.",
                          TimeValue(Time::Max()),
                          MakeTimeAccessor(&Wearable::m_sensingStop),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Produced",
                            "A reading was put into its message.",
                            MakeTraceSourceAccessor(&Wearable::m_produced),
                            "ns3::iomt::Wearable::ProducedTracedCallback");
    return tid;
}

Wearable::Wearable()
    : m_noise(CreateObject<NormalRandomVariable>())
{
}

Wearable::~Wearable() = default;

void
Wearable::DoDispose()
{
    m_battery = nullptr;
    m_noise = nullptr;
    Endpoint::DoDispose();
}

void
Wearable::SetSignal(std::unique_ptr<Signal> signal,
                    const std::vector<SensorProfile>& sensors,
                    bool noisy)
{
    if (sensors.empty())
    {
        throw std::invalid_argument("a wearable needs at least one sensor");
    }
    for (const SensorProfile& sensor : sensors)
    {
        if (sensor.PeriodS() != sensors.front().PeriodS())
        {
            throw std::invalid_argument("sensors " + sensors.front().kind + " and " + sensor.kind +
                                        " of one device have different periods; allowed: one");
        }
    }
    m_signal = std::move(signal);
    m_sensors = sensors;
    m_noisy = noisy;
    m_rateHz = sensors.front().rateHz;
}

void
Wearable::SetTopic(const std::string& topic, const std::string& baseName)
{
    m_topic = topic;
    m_baseName = baseName;
}

void
Wearable::SetBroker(const CoapPeer& broker)
{
    m_broker = broker;
}

void
Wearable::SetKey(const ObjectKey& key, const std::optional<RekeyPolicy>& rekey)
{
    m_sealer = std::make_unique<ObjectSealer>(key);
    if (rekey)
    {
        m_sealer->SetRekey(*rekey, []() { return Simulator::Now().GetSeconds(); });
    }
}

void
Wearable::SetNearDuplicates(const NearDuplicates& filter)
{
    m_nearDuplicates = filter;
}

uint64_t
Wearable::GetDropped() const
{
    return m_dropped;
}

void
Wearable::SetBattery(Ptr<Battery> battery)
{
    m_battery = battery;
}

void
Wearable::SetFirstProvenance(uint64_t first)
{
    m_firstProvenance = first;
}

int64_t
Wearable::AssignStreams(int64_t stream)
{
    const int64_t used = Endpoint::AssignStreams(stream);
    m_noise->SetStream(stream + used);
    return used + 1;
}

void
Wearable::Begin()
{
    if (!m_signal || !m_sealer)
    {
        NS_LOG_WARN("no signal or no key: nothing to say");
        return;
    }
    // Devices are switched on by people, not by a common clock: each has a phase of its own.
    const double periodS = m_sensors.front().PeriodS();
    const double phaseS = m_uniform->GetValue() * periodS;
    const double startS = Simulator::Now().GetSeconds() + phaseS;
    Ptr<Wearable> self(this);
    Simulator::Schedule(Seconds(phaseS + periodS), [self, startS]() { self->FinishBlock(startS); });
}

void
Wearable::FinishBlock(double startS)
{
    if (!GetCoap() || !m_signal || Seconds(startS) >= m_sensingStop ||
        (m_battery && m_battery->IsDepleted()))
    {
        return;
    }
    const double periodS = m_sensors.front().PeriodS();
    // A block was felt from its start on, a single value at its end.
    const bool block = m_sensors.front().blockS > 0;
    SensorReading felt = m_signal->Read(startS, periodS);
    const double firstS = block ? startS : startS + periodS;

    double conversionMs = 0;
    for (const SensorProfile& sensor : m_sensors)
    {
        conversionMs = std::max(conversionMs, sensor.conversionMs);
        if (m_battery)
        {
            m_battery->Draw(Battery::SENSOR,
                            sensor.energyMjPerSample *
                                std::max(1.0, std::round(periodS * sensor.rateHz)));
        }
    }
    felt.t = firstS;
    AddSensorError(felt);
    Ptr<Wearable> self(this);
    Simulator::Schedule(MilliSeconds(1) * conversionMs,
                        [self, felt, firstS]() { self->Publish(felt, firstS); });
    const double nextS = startS + periodS;
    Simulator::Schedule(Seconds(nextS + periodS) - Simulator::Now(),
                        [self, nextS]() { self->FinishBlock(nextS); });
}

void
Wearable::AddSensorError(SensorReading& felt)
{
    for (auto& [name, value] : felt.values)
    {
        const auto sensor =
            std::find_if(m_sensors.begin(), m_sensors.end(), [&name](const SensorProfile& s) {
                return s.kind == name;
            });
        if (m_noisy && sensor != m_sensors.end() && sensor->noise > 0)
        {
            value += sensor->noise * m_noise->GetValue();
        }
        const double resolution = QuantityOf(name).resolution;
        if (resolution > 0)
        {
            value = std::round(value / resolution) * resolution;
        }
        value = std::max(value, 0.0);
        if (name == "spo2")
        {
            value = std::min(value, 100.0);
        }
    }
}

bool
Wearable::IsUrgent(const SensorReading& felt) const
{
    return std::any_of(m_sensors.begin(), m_sensors.end(), [&felt](const SensorProfile& sensor) {
        const auto value = felt.values.find(sensor.kind);
        return value != felt.values.end() && sensor.IsUrgent(value->second);
    });
}

bool
Wearable::IsRedundant(const SensorReading& felt, bool urgent)
{
    if (!m_nearDuplicates || !felt.samples.empty())
    {
        return false;
    }
    OperationCounts compared;
    compared.Add(Operation::SAMPLE, felt.values.size());
    m_processor->Charge(compared, []() {});
    if (urgent)
    {
        m_nearDuplicates->Sent(felt.values);
        return false;
    }
    const bool redundant = m_nearDuplicates->Drops(felt.values);
    m_dropped += redundant ? 1 : 0;
    return redundant;
}

Bytes
Wearable::Encode(const SensorReading& felt) const
{
    // Milliseconds are enough for a clinician, and shorter on the wire than a binary fraction.
    const double time = EPOCH_UNIX_S + std::round(felt.t * 1000) / 1000;
    if (!felt.samples.empty())
    {
        EcgBlock block;
        block.startTime = time;
        block.rateHz = m_rateHz;
        block.millivolt = felt.samples;
        RunningOperations().Add(Operation::SAMPLE, felt.samples.size());
        return EncodeSenml(ToSenml(block, m_baseName));
    }
    SenmlPack pack;
    for (const auto& [name, value] : felt.values)
    {
        const Quantity& quantity = QuantityOf(name);
        SenmlRecord record;
        if (pack.empty())
        {
            record.baseName = m_baseName;
            record.baseTime = time;
        }
        record.name = name;
        record.unit = quantity.senmlUnit;
        record.value = value * quantity.senmlFactor;
        pack.push_back(record);
    }
    RunningOperations().Add(Operation::SAMPLE, felt.values.size());
    return EncodeSenml(pack);
}

void
Wearable::Publish(const SensorReading& felt, double startS)
{
    if (!GetCoap())
    {
        return;
    }
    const bool urgent = IsUrgent(felt);
    if (IsRedundant(felt, urgent))
    {
        return;
    }
    ProducedReading reading;
    reading.sequence = m_sequence++;
    reading.provenance = m_firstProvenance + reading.sequence;
    reading.urgent = urgent;
    reading.felt = Seconds(startS);
    reading.ready = Simulator::Now();

    auto object = std::make_shared<SealedObject>();
    Ptr<Wearable> self(this);
    const bool accepted = m_processor->Execute(
        [&]() {
            const Bytes senml = Encode(felt);
            *object = m_sealer->Seal(senml, m_topic);
            reading.bytes = senml.size();
            reading.sealedBytes = object->payload.size();
        },
        [self, object, urgent = reading.urgent, provenance = reading.provenance]() {
            CoapRequest request;
            request.method = CoapCode::PUT;
            request.path = self->m_topic;
            request.contentFormat = object->contentFormat;
            request.payload = object->payload;
            request.confirmable = urgent || object->neededLater;
            self->GetCoap()->Request(self->m_broker, request, nullptr, provenance);
        });
    if (!accepted)
    {
        NS_LOG_WARN("processor queue full, reading " << reading.sequence << " not sealed");
    }
    m_produced(reading);
}

} // namespace iomt
} // namespace ns3
