// SPDX-License-Identifier: GPL-2.0-only

#include "imaging-service.h"

#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(ImagingService);

namespace
{

const bool REGISTERED = Registry<ServiceKind>::Get().Add(
    "imaging",
    [] { return std::make_unique<ServiceKindOf<ImagingService>>(); },
    "a modality that sends DICOM studies to an archive in the hospital");

constexpr const char* ARCHIVE = "PACS";
constexpr const char* STUDY_DAY = "20260101"; // as EPOCH_UNIX_S of the endpoints
constexpr std::size_t MAX_ENTITY = 16;

/// Hours, minutes and seconds of simulated time (PS3.5, 6.2: TM).
std::string
TimeOfDay(Time time)
{
    const auto seconds = static_cast<uint64_t>(time.GetSeconds()) % 86400;
    const auto twoDigits = [](uint64_t value) {
        return std::to_string(value / 10) + std::to_string(value % 10);
    };
    return twoDigits(seconds / 3600) + twoDigits(seconds / 60 % 60) + twoDigits(seconds % 60);
}

/// A pattern of squares within squares, another one in each frame.
Bytes
Pixels(const ModalityProfile& profile)
{
    Bytes octets;
    octets.reserve(profile.PixelOctets());
    for (uint32_t frame = 0; frame < profile.frames; ++frame)
    {
        for (uint32_t row = 0; row < profile.rows; ++row)
        {
            for (uint32_t column = 0; column < profile.columns; ++column)
            {
                const uint32_t value = (row ^ column) + frame;
                octets.push_back(value & 0xff);
                if (profile.bits == 16)
                {
                    octets.push_back(value >> 8 & 0x0f);
                }
            }
        }
    }
    return octets;
}

} // namespace

TypeId
ImagingService::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::ImagingService")
            .SetParent<Service>()
            .SetGroupName("Iomt")
            .AddConstructor<ImagingService>()
            .AddAttribute("Site",
                          "Name of the site the modality is at; empty for the first.",
                          StringValue(""),
                          MakeStringAccessor(&ImagingService::m_site),
                          MakeStringChecker())
            .AddAttribute("Modality",
                          "Name of a file in data/modalities, or a path that ends in .json.",
                          StringValue("x-ray"),
                          MakeStringAccessor(&ImagingService::m_modality),
                          MakeStringChecker())
            .AddAttribute("Images",
                          "Images in a study; 0 for as many as the modality's profile says.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&ImagingService::m_images),
                          MakeUintegerChecker<uint32_t>(0, 10000))
            .AddAttribute("Period",
                          "Time from one study to the next; 0 for one study.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&ImagingService::m_period),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

ImagingService::ImagingService()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

ImagingService::~ImagingService() = default;

std::vector<Option>
ImagingService::Options() const
{
    return {{"site", "Site", Option::Type::TEXT},
            {"modality", "Modality", Option::Type::TEXT},
            {"images", "Images", Option::Type::INTEGER},
            {"period_s", "Period", Option::Type::SECONDS}};
}

void
ImagingService::DoInstall(ServiceEnvironment& environment)
{
    m_profile = LoadModalityProfile(m_modality);
    if (m_images != 0)
    {
        m_profile.images = m_images;
    }
    m_host = environment.AddSiteHost(m_site);
    m_hospital = environment.AddHospitalHost();
    m_archive = CreateObject<StorageScp>();
    m_hospital.node->AddApplication(m_archive);
}

std::vector<ServiceFlow>
ImagingService::Flows() const
{
    return {{m_host.address, m_hospital.address, "tcp", DICOM_PORT, DICOM_PORT}};
}

int64_t
ImagingService::DoAssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

void
ImagingService::DoStart()
{
    Acquire();
}

void
ImagingService::DoStop()
{
    m_next.Cancel();
}

void
ImagingService::DoDispose()
{
    m_next.Cancel();
    m_sender = nullptr;
    m_archive = nullptr;
    m_host = {};
    m_hospital = {};
    Service::DoDispose();
}

void
ImagingService::Acquire()
{
    ++m_studies;
    m_ready.push_back(Simulator::Now());
    if (m_period.IsStrictlyPositive())
    {
        m_next = Simulator::Schedule(m_period, &ImagingService::Acquire, this);
    }
    if (!m_sender)
    {
        SendNext();
    }
}

DicomStudy
ImagingService::MakeStudy()
{
    // UIDs out of UUIDs (PS3.5, annex B.2), of which 64 bits are random here.
    constexpr uint32_t MAX = 0xffffffff;
    const uint64_t number =
        static_cast<uint64_t>(m_random->GetInteger(0, MAX)) << 32 | m_random->GetInteger(0, MAX);
    const auto uid = [number](uint64_t offset) {
        return "2.25." + std::to_string(number + offset);
    };
    DicomDataSet common;
    common.SetUid(SOP_CLASS_UID, m_profile.sopClass);
    common.SetText(STUDY_DATE, STUDY_DAY);
    common.SetText(STUDY_TIME, TimeOfDay(m_ready.front()));
    common.SetText(MODALITY, m_profile.modality);
    common.SetText(PATIENT_NAME, "");
    common.SetText(PATIENT_ID, "");
    common.SetUid(STUDY_INSTANCE_UID, uid(0));
    common.SetUid(SERIES_INSTANCE_UID, uid(1));
    common.SetShort(SAMPLES_PER_PIXEL, 1);
    common.SetText(PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    if (m_profile.frames > 1)
    {
        common.SetText(NUMBER_OF_FRAMES, std::to_string(m_profile.frames));
    }
    const uint16_t stored = m_profile.bits == 16 ? 12 : 8;
    common.SetShort(ROWS, m_profile.rows);
    common.SetShort(COLUMNS, m_profile.columns);
    common.SetShort(BITS_ALLOCATED, m_profile.bits);
    common.SetShort(BITS_STORED, stored);
    common.SetShort(HIGH_BIT, stored - 1);
    common.SetShort(PIXEL_REPRESENTATION, 0);

    DicomStudy study;
    study.sopClass = m_profile.sopClass;
    study.instances = m_profile.images;
    study.make = [common, uid, profile = m_profile](uint32_t image) {
        DicomDataSet set = common;
        set.SetUid(SOP_INSTANCE_UID, uid(2 + image));
        set.SetText(INSTANCE_NUMBER, std::to_string(image + 1));
        set.Set(PIXEL_DATA, Pixels(profile));
        return set;
    };
    return study;
}

void
ImagingService::SendNext()
{
    m_begun = Simulator::Now();
    const uint64_t before = m_octets;
    m_sender = ns3::Create<StorageScu>(MakeStudy(), GetName().substr(0, MAX_ENTITY), ARCHIVE);
    m_sender->onStored = [this](std::size_t octets) {
        ++m_imagesStored;
        m_octets += octets;
    };
    m_sender->onDone = [this, before](const std::string& cause) {
        if (cause.empty())
        {
            m_octetsOfStored += m_octets - before;
        }
        Done(cause);
    };
    m_sender->Begin(m_host.node, m_hospital.address, DICOM_PORT);
}

void
ImagingService::Done(const std::string& cause)
{
    const Time now = Simulator::Now();
    m_periods.emplace_back(m_begun, now);
    if (cause.empty())
    {
        m_transfers.push_back((now - m_ready.front()).GetSeconds());
        m_busyS += (now - m_begun).GetSeconds();
    }
    else
    {
        ++m_failed[cause];
    }
    m_ready.pop_front();
    m_sender = nullptr;
    if (!m_ready.empty())
    {
        SendNext();
    }
}

nlohmann::json
ImagingService::Results() const
{
    uint64_t failed = 0;
    for (const auto& [cause, count] : m_failed)
    {
        failed += count;
    }
    nlohmann::json rate;
    if (m_busyS > 0)
    {
        rate = 8e-6 * m_octetsOfStored / m_busyS;
    }
    return {{"studies", m_studies},
            {"stored", m_transfers.size()},
            {"failed", failed},
            {"failed_by_cause", m_failed},
            {"under_way", m_ready.size()},
            {"images", m_imagesStored},
            {"bytes", m_octets},
            {"transfer_s", Spread(m_transfers)},
            {"rate_mbps", rate}};
}

ServiceLoad
ImagingService::Load() const
{
    ServiceLoad load{m_site, m_periods};
    if (m_sender)
    {
        load.periods.emplace_back(m_begun, Simulator::Now());
    }
    return load;
}

Ptr<StorageScp>
ImagingService::GetArchive() const
{
    return m_archive;
}

} // namespace iomt
} // namespace ns3
