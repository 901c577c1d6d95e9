// SPDX-License-Identifier: GPL-2.0-only

#include "wearable.h"

#include "frame-handle.h"

#include "ns3/ecg-block.h"
#include "ns3/log.h"
#include "ns3/quantity.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_LOG_COMPONENT_DEFINE("IomtWearable");
NS_OBJECT_ENSURE_REGISTERED(Wearable);

namespace
{

/// Bounds of what a command may make of a device's rate (a choice).
constexpr double MOST_TIMES_FASTER = 10;
constexpr double LEAST_RATE_HZ = 1.0 / 86400;

} // namespace

TypeId
Wearable::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Wearable")
            .SetParent<Commanded>()
            .SetGroupName("Iomt")
            .AddConstructor<Wearable>()
            .AddAttribute("SensingStop",
                          "No reading ends after this time; what is under way then still goes out.",
                          TimeValue(Time::Max()),
                          MakeTimeAccessor(&Wearable::m_sensingStop),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Produced",
                            "A reading was put into its message.",
                            MakeTraceSourceAccessor(&Wearable::m_produced),
                            "ns3::iomt::Wearable::ProducedTracedCallback")
            .AddTraceSource("Kept",
                            "A reading must wait in memory.",
                            MakeTraceSourceAccessor(&Wearable::m_kept),
                            "ns3::iomt::Wearable::KeptTracedCallback")
            .AddTraceSource("Forgotten",
                            "A reading was lost because memory could not hold it.",
                            MakeTraceSourceAccessor(&Wearable::m_forgotten),
                            "ns3::iomt::Wearable::ForgottenTracedCallback")
            .AddTraceSource("Withheld",
                            "A reading was judged here and not sent.",
                            MakeTraceSourceAccessor(&Wearable::m_withheld),
                            "ns3::iomt::Wearable::WithheldTracedCallback");
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
    m_outbox.reset();
    m_battery = nullptr;
    m_noise = nullptr;
    m_classifier = nullptr;
    Commanded::DoDispose();
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
    m_periodS = sensors.front().PeriodS();
}

void
Wearable::SetTopic(const std::string& topic, const std::string& baseName)
{
    m_topic = topic;
    m_baseName = baseName;
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

void
Wearable::SetActuator(std::unique_ptr<Actuator> actuator)
{
    m_actuator = std::move(actuator);
}

const Actuator*
Wearable::GetActuator() const
{
    return m_actuator.get();
}

void
Wearable::SetStreaming(bool streaming)
{
    m_streaming = streaming;
}

void
Wearable::SetEdgeClassifier(Ptr<EdgeClassifier> classifier,
                            const std::string& patient,
                            bool withholds)
{
    m_classifier = classifier;
    m_patient = patient;
    m_withholds = withholds;
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
Wearable::SetOutbox(uint64_t memoryBytes, Time verdict)
{
    // Four times as fast as it feels, ten a second at least: the backlog of a minute is gone after
    // twenty seconds.
    const Time pace = std::min(Seconds(m_periodS / 4), MilliSeconds(100));
    Outbox::Hooks hooks;
    hooks.send = [this](const OutgoingReading& reading) { Send(reading); };
    hooks.kept = [this](uint64_t number) { m_kept(number); };
    hooks.lost = [this](uint64_t number, const std::string& cause) { m_forgotten(number, cause); };
    m_outbox = std::make_unique<Outbox>(Outbox::Settings{memoryBytes, pace, verdict},
                                        std::move(hooks));
    NumberFrames();
    // The outbox has patience; the message layer need not have as much, and a link that is back is
    // used sooner.
    CoapParameters parameters;
    parameters.maxRetransmit = 2;
    SetCoapParameters(parameters);
}

const Outbox*
Wearable::GetOutbox() const
{
    return m_outbox.get();
}

void
Wearable::LinkChanged(bool up)
{
    if (m_outbox)
    {
        m_outbox->SetLink(up);
    }
}

void
Wearable::FrameTaken(Ptr<const Packet> frame)
{
    if (m_outbox)
    {
        m_outbox->Taken(FrameHandle::Of(frame));
    }
}

void
Wearable::FrameGivenUp(Ptr<const Packet> frame)
{
    if (m_outbox)
    {
        m_outbox->GivenUp(FrameHandle::Of(frame));
    }
}

void
Wearable::SetFirstProvenance(uint64_t first)
{
    m_firstProvenance = first;
}

int64_t
Wearable::AssignStreams(int64_t stream)
{
    const int64_t used = Commanded::AssignStreams(stream);
    m_noise->SetStream(stream + used);
    return used + 1;
}

void
Wearable::Begin()
{
    Commanded::Begin();
    if (!m_signal || !m_sealer)
    {
        NS_LOG_WARN("no signal or no key: nothing to say");
        return;
    }
    // Devices are switched on by people, not by a common clock: each has a phase of its own.
    const double periodS = m_periodS;
    const double phaseS = m_uniform->GetValue() * periodS;
    const double startS = Simulator::Now().GetSeconds() + phaseS;
    Ptr<Wearable> self(this);
    Simulator::Schedule(Seconds(phaseS + periodS),
                        [self, startS, periodS, streams = m_streaming]() {
                            self->FinishBlock(startS, periodS, streams);
                        });
}

std::string
Wearable::Execute(const Command& command)
{
    if (command.command == "rate")
    {
        return SetRate(command.value);
    }
    if (command.command == "stream")
    {
        if (!command.value || (*command.value != 0 && *command.value != 1))
        {
            return "stream is 0 or 1";
        }
        m_streaming = *command.value == 1;
        return "";
    }
    return m_actuator ? m_actuator->Execute(command, Simulator::Now().GetSeconds())
                      : "no command '" + command.command + "' here; allowed: rate, stream";
}

std::string
Wearable::SetRate(const std::optional<double>& perSecond)
{
    if (m_sensors.empty() || m_sensors.front().blockS > 0)
    {
        return "rate of a device that sends blocks of samples";
    }
    // Links and batteries are laid out for the profile's rate.
    const double most = m_sensors.front().rateHz * MOST_TIMES_FASTER;
    if (!perSecond || !(*perSecond >= LEAST_RATE_HZ && *perSecond <= most))
    {
        std::ostringstream text;
        text << "rate; allowed: " << LEAST_RATE_HZ << " to " << most << " a second";
        return text.str();
    }
    m_periodS = 1 / *perSecond;
    return "";
}

void
Wearable::FinishBlock(double startS, double periodS, bool streams)
{
    if (!GetCoap() || !m_signal || Seconds(startS + periodS) > m_sensingStop ||
        (m_battery && m_battery->IsDepleted()))
    {
        return;
    }
    const double nextS = startS + periodS;
    const double nextPeriodS = m_periodS;
    Ptr<Wearable> self(this);
    Simulator::Schedule(Seconds(nextS + nextPeriodS) - Simulator::Now(),
                        [self, nextS, nextPeriodS, nextStreams = m_streaming]() {
                            self->FinishBlock(nextS, nextPeriodS, nextStreams);
                        });
    if (!streams)
    {
        return;
    }
    // A block was felt from its start on, a single value at its end.
    const bool block = m_sensors.front().blockS > 0;
    SensorReading felt = m_signal->Read(startS, periodS);
    if (m_actuator)
    {
        m_actuator->Feel(felt.values);
    }
    const double firstS = block ? startS : startS + periodS;

    double conversionMs = 0;
    for (const SensorProfile& sensor : m_sensors)
    {
        conversionMs = std::max(conversionMs, sensor.conversionMs);
        if (m_battery)
        {
            m_battery->Draw(Battery::SENSOR,
                            sensor.energyMjPerSample *
                                (block ? std::max(1.0, std::round(periodS * sensor.rateHz)) : 1));
        }
    }
    felt.t = firstS;
    AddSensorError(felt);
    Simulator::Schedule(MilliSeconds(1) * conversionMs,
                        [self, felt, firstS]() { self->Publish(felt, firstS); });
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
        if (!quantity.senmlUnit.empty())
        {
            record.unit = quantity.senmlUnit;
        }
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
    if (m_classifier)
    {
        m_classifier->Take(m_patient,
                           {felt.t, felt.values, felt.samples, felt.intervalS},
                           reading.provenance);
        if (m_withholds && !urgent)
        {
            m_produced(reading);
            m_withheld(reading.provenance);
            return;
        }
    }

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
            self->Dispatch({provenance, *object, urgent || object->neededLater});
        });
    if (!accepted)
    {
        NS_LOG_WARN("processor queue full, reading " << reading.sequence << " not sealed");
    }
    m_produced(reading);
}

void
Wearable::Dispatch(const OutgoingReading& reading)
{
    if (m_outbox)
    {
        m_outbox->Put(reading);
    }
    else
    {
        Send(reading);
    }
}

void
Wearable::Send(const OutgoingReading& reading)
{
    CoapRequest request;
    request.method = CoapCode::PUT;
    request.path = m_topic;
    request.contentFormat = reading.object.contentFormat;
    request.payload = reading.object.payload;
    request.confirmable = reading.confirmable;
    CoapReplyCallback callback;
    if (m_outbox && reading.confirmable)
    {
        callback = [this, number = reading.number](const CoapReply& reply) {
            if (m_outbox)
            {
                m_outbox->Answered(number, reply.outcome == CoapOutcome::RESPONSE);
            }
        };
    }
    GetCoap()->Request(GetBroker(), request, callback, reading.number);
}

} // namespace iomt
} // namespace ns3
