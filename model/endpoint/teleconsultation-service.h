// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TELECONSULTATION_SERVICE_H
#define IOMT_TELECONSULTATION_SERVICE_H

#include "rtp-session.h"
#include "service.h"

#include <array>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief A call between a patient at a site and the hospital: audio and video both ways.
 *
 *     patient's tablet ◀── audio, 5004 ──▶ terminal in the hospital
 *                      ◀── video, 5006 ──▶
 *
 * How the call is set up is not modelled: both know the other's address and formats.
 */
class TeleconsultationService : public Service
{
  public:
    static TypeId GetTypeId();
    TeleconsultationService();
    ~TeleconsultationService() override;

    std::vector<ServiceFlow> Flows() const override;
    nlohmann::json Results() const override;
    ServiceLoad Load() const override;

    /// Ports of RTP; RTCP has the next one each. 5004 is IANA's for RTP.
    static constexpr uint16_t AUDIO_PORT = 5004;
    static constexpr uint16_t VIDEO_PORT = 5006;

  protected:
    std::vector<Option> Options() const override;
    void DoInstall(ServiceEnvironment& environment) override;
    void DoStart() override;
    void DoStop() override;
    int64_t DoAssignStreams(int64_t stream) override;
    void DoDispose() override;

  private:
    /// One way of one medium: who sends, who receives, and how long each packet took.
    struct Way
    {
        std::string medium; //!< audio or video
        std::string name;   //!< to_doctor or to_patient
        Ptr<RtpSession> from;
        Ptr<RtpSession> to;
        std::vector<Time> arrivals; //!< by packet; Time::Max() of what has not come
    };

    void InstallMedium(const std::string& medium, const MediaFormat& format, uint16_t port);
    void Arrived(std::size_t way, uint64_t packet);
    nlohmann::json ResultsOf(const Way& way) const;

    std::string m_site;
    std::string m_audio;
    double m_videoKbps{0};
    ServiceHost m_patient;
    ServiceHost m_doctor;
    std::vector<Way> m_ways;
    Time m_begun;
    Time m_ended;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TELECONSULTATION_SERVICE_H
