// SPDX-License-Identifier: GPL-2.0-only

#include "teleconsultation-service.h"

#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(TeleconsultationService);

namespace
{

const bool REGISTERED = Registry<ServiceKind>::Get().Add(
    "teleconsultation",
    [] { return std::make_unique<ServiceKindOf<TeleconsultationService>>(); },
    "a call between a patient and the hospital, audio and video both ways");

/// A packet that takes longer is of no use any more: video 400 ms, and
/// the upper limit of a conversation (ITU-T G.114).
const Time LATE = MilliSeconds(400);
/// Audio of which so much is missing is not understood [%].
constexpr double MAX_AUDIO_LOSS = 1;
/// What was sent so long before the end and has not come is lost; the rest may be under way.
const Time IN_FLIGHT = Seconds(1);

constexpr uint8_t EXPEDITED_FORWARDING = 46 << 2; // telephony (RFC 4594, section 4.1)
constexpr uint8_t AF41 = 34 << 2;                 // conferencing (RFC 4594, section 4.3)

/// 20 ms frames at 24 kbit/s, of speech in wide band (RFC 6716, section 2.1.1; RFC 7587)
MediaFormat
Opus()
{
    return {111, 48000, MilliSeconds(20), 60, 0, EXPEDITED_FORWARDING};
}

/// 20 ms frames of G.711 (RFC 3551, section 4.5.14)
MediaFormat
Pcmu()
{
    return {0, 8000, MilliSeconds(20), 160, 0, EXPEDITED_FORWARDING};
}

/// 25 frames a second, every 50th a key frame; clock of RFC 3551, section 5.
MediaFormat
Video(double kbps)
{
    constexpr double FRAMES_PER_S = 25;
    return {96, 90000, MilliSeconds(40), kbps * 1000 / 8 / FRAMES_PER_S, 50, AF41};
}

} // namespace

TypeId
TeleconsultationService::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::TeleconsultationService")
            .SetParent<Service>()
            .SetGroupName("Iomt")
            .AddConstructor<TeleconsultationService>()
            .AddAttribute("Site",
                          "Name of the site the patient is at; empty for the first.",
                          StringValue(""),
                          MakeStringAccessor(&TeleconsultationService::m_site),
                          MakeStringChecker())
            .AddAttribute("Audio",
                          "How speech is coded: opus or pcmu.",
                          StringValue("opus"),
                          MakeStringAccessor(&TeleconsultationService::m_audio),
                          MakeStringChecker())
            .AddAttribute("VideoKbps",
                          "Mean rate of video each way [kbit/s]; 0 for none.",
                          DoubleValue(1000),
                          MakeDoubleAccessor(&TeleconsultationService::m_videoKbps),
                          MakeDoubleChecker<double>(0, 100000));
    return tid;
}

TeleconsultationService::TeleconsultationService() = default;
TeleconsultationService::~TeleconsultationService() = default;

std::vector<Option>
TeleconsultationService::Options() const
{
    return {{"site", "Site", Option::Type::TEXT},
            {"audio", "Audio", Option::Type::TEXT},
            {"video_kbps", "VideoKbps", Option::Type::NUMBER}};
}

void
TeleconsultationService::DoInstall(ServiceEnvironment& environment)
{
    if (m_audio != "opus" && m_audio != "pcmu")
    {
        throw std::invalid_argument("audio: found '" + m_audio + "', allowed: opus, pcmu");
    }
    m_patient = environment.AddSiteHost(m_site);
    m_doctor = environment.AddHospitalHost();
    InstallMedium("audio", m_audio == "opus" ? Opus() : Pcmu(), AUDIO_PORT);
    if (m_videoKbps > 0)
    {
        InstallMedium("video", Video(m_videoKbps), VIDEO_PORT);
    }
}

void
TeleconsultationService::InstallMedium(const std::string& medium,
                                       const MediaFormat& format,
                                       uint16_t port)
{
    auto patient = CreateObject<RtpSession>();
    auto doctor = CreateObject<RtpSession>();
    patient->Install(format, m_patient.node, port, m_doctor.address, "patient");
    doctor->Install(format, m_doctor.node, port, m_patient.address, "doctor");
    patient->SetPeer(doctor);
    doctor->SetPeer(patient);
    for (const bool toDoctor : {true, false})
    {
        const std::size_t way = m_ways.size();
        m_ways.push_back({medium,
                          toDoctor ? "to_doctor" : "to_patient",
                          toDoctor ? patient : doctor,
                          toDoctor ? doctor : patient,
                          {}});
        m_ways[way].to->TraceConnectWithoutContext(
            "Received",
            MakeCallback(&TeleconsultationService::Arrived, this).Bind(way));
    }
}

std::vector<ServiceFlow>
TeleconsultationService::Flows() const
{
    // Either end may be the first to speak.
    const uint16_t last = (m_videoKbps > 0 ? VIDEO_PORT : AUDIO_PORT) + 1;
    return {{m_patient.address, m_doctor.address, "udp", AUDIO_PORT, last},
            {m_doctor.address, m_patient.address, "udp", AUDIO_PORT, last}};
}

int64_t
TeleconsultationService::DoAssignStreams(int64_t stream)
{
    int64_t next = stream;
    for (const Way& way : m_ways)
    {
        next += way.from->AssignStreams(next);
    }
    return next - stream;
}

void
TeleconsultationService::DoStart()
{
    m_begun = Simulator::Now();
    for (const Way& way : m_ways)
    {
        way.from->Start();
    }
}

void
TeleconsultationService::DoStop()
{
    m_ended = Simulator::Now();
    for (const Way& way : m_ways)
    {
        way.from->Stop();
    }
}

void
TeleconsultationService::DoDispose()
{
    for (Way& way : m_ways)
    {
        way.from->Dispose();
    }
    m_ways.clear();
    m_patient = {};
    m_doctor = {};
    Service::DoDispose();
}

void
TeleconsultationService::Arrived(std::size_t way, uint64_t packet)
{
    std::vector<Time>& arrivals = m_ways[way].arrivals;
    if (packet >= arrivals.size())
    {
        arrivals.resize(packet + 1, Time::Max());
    }
    arrivals[packet] = std::min(arrivals[packet], Simulator::Now());
}

nlohmann::json
TeleconsultationService::ResultsOf(const Way& way) const
{
    const std::vector<Time>& sent = way.from->GetSent();
    std::vector<double> delays;
    uint64_t lost = 0;
    uint64_t late = 0;
    for (std::size_t i = 0; i < sent.size(); ++i)
    {
        if (i < way.arrivals.size() && way.arrivals[i] != Time::Max())
        {
            const Time delay = way.arrivals[i] - sent[i];
            late += delay > LATE;
            delays.push_back(delay.GetSeconds() * 1000);
        }
        else
        {
            lost += sent[i] + IN_FLIGHT < Simulator::Now();
        }
    }
    std::vector<double> roundTrips = way.from->GetRoundTrips();
    std::for_each(roundTrips.begin(), roundTrips.end(), [](double& s) { s *= 1000; });
    const std::size_t judged = delays.size() + lost;
    return {{"sent", sent.size()},
            {"received", delays.size()},
            {"lost", lost},
            {"late", late},
            {"loss_percent",
             judged == 0 ? nlohmann::json() : nlohmann::json(100.0 * (lost + late) / judged)},
            {"delay_ms", Spread(delays)},
            {"jitter_ms", way.to->GetMeanJitterS() * 1000},
            {"round_trip_ms", Spread(roundTrips)}};
}

nlohmann::json
TeleconsultationService::Results() const
{
    nlohmann::json results;
    bool within = !m_ways.empty();
    for (const Way& way : m_ways)
    {
        const nlohmann::json figures = ResultsOf(way);
        const nlohmann::json& judged =
            way.medium == "audio" ? figures["loss_percent"] : figures["delay_ms"]["p95"];
        const double most = way.medium == "audio" ? MAX_AUDIO_LOSS : LATE.GetSeconds() * 1000;
        within = within && judged.is_number() && judged.get<double>() < most;
        results[way.medium][way.name] = figures;
    }
    results["within_targets"] = within;
    return results;
}

ServiceLoad
TeleconsultationService::Load() const
{
    ServiceLoad load{m_site, {}};
    if (m_begun.IsStrictlyPositive())
    {
        load.periods.emplace_back(m_begun, IsActive() ? Simulator::Now() : m_ended);
    }
    return load;
}

} // namespace iomt
} // namespace ns3
