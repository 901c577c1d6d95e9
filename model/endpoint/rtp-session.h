// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RTP_SESSION_H
#define IOMT_RTP_SESSION_H

#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/rtp-reception.h"
#include "ns3/socket.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A medium as it is coded: how large its frames are and how often they come.
struct MediaFormat
{
    uint8_t payloadType{0};    //!< RTP payload type
    uint32_t clockRate{8000};  //!< of RTP timestamps [1/s]
    Time framePeriod;          //!< from one frame to the next
    double frameOctets{0};     //!< mean size of a frame
    uint32_t keyFrameEvery{0}; //!< every so many frames one is KEY_FRAME_SIZE as large; 0: none
    uint8_t trafficClass{0};   //!< of IPv6

    /// Size of a key frame in those of others (assumption: a still scene).
    static constexpr double KEY_FRAME_SIZE = 5;

    /// @param frame by number @return its size [octet]
    uint32_t FrameOctets(uint64_t frame) const;
};

/**
 * @brief One end of one medium of a call: RTP out and in on a port, RTCP on the next one.
 *
 * Frames are cut into packets of at most MAX_PAYLOAD octets, the last of a frame of several has the
 * marker. A report goes first, as call set-up would; others follow about every 5 s, at instants
 * drawn as in RFC 3550, section 6.2. Payload is filler, as large as the coded medium would be.
 */
class RtpSession : public Object
{
  public:
    static TypeId GetTypeId();
    RtpSession();
    ~RtpSession() override;

    /// RTP payload of a packet at most [octet]: 1280 less headers, with room for tunnels.
    static constexpr uint32_t MAX_PAYLOAD = 1200;

    /**
     * @brief Open the sockets; before Start.
     * @param format of the medium
     * @param node it runs on
     * @param port for RTP, even; RTCP has the next one
     * @param peer the other end, which uses the same ports (RFC 4961)
     * @param name CNAME in reports
     */
    void Install(const MediaFormat& format,
                 Ptr<Node> node,
                 uint16_t port,
                 const Ipv6Address& peer,
                 const std::string& name);
    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);
    /// @brief Begin to send.
    void Start();
    /// @brief Cease to send and say so (BYE); what comes is still received.
    void Stop();

    /// @return when each packet was sent, in order
    const std::vector<Time>& GetSent() const;
    /// @return mean of the jitter estimates at each packet [s]
    double GetMeanJitterS() const;
    /// @return round trips that reports told [s]
    const std::vector<double>& GetRoundTrips() const;

    /**
     * @brief Signature of the trace source Received.
     * @param packet counted from the sender's first
     */
    typedef void (*ReceivedTracedCallback)(uint64_t packet);
    /// @param peer the other end, whose first sequence number Received counts from
    void SetPeer(Ptr<RtpSession> peer);

  protected:
    void DoDispose() override;

  private:
    Ptr<Socket> MakeSocket(Ptr<Node> node, uint16_t port, const Ipv6Address& peer);
    void SendFrame();
    void SendReport(bool bye);
    void PlanReport();
    void HandleMedia(Ptr<Socket> socket);
    void HandleReport(Ptr<Socket> socket);
    uint32_t Timestamp() const;
    static uint64_t NtpNow();

    MediaFormat m_format;
    std::string m_name;
    Ptr<Socket> m_media;
    Ptr<Socket> m_control;
    Ptr<UniformRandomVariable> m_random;
    Ptr<RtpSession> m_peer;
    bool m_sending{false};
    Time m_started;
    EventId m_frameEvent;
    EventId m_reportEvent;
    uint32_t m_ssrc{0};
    uint16_t m_firstSequence{0};
    uint32_t m_firstTimestamp{0};
    uint64_t m_frames{0};
    uint32_t m_octets{0}; //!< of payload sent
    std::vector<Time> m_sent;
    RtpReception m_reception{8000};
    double m_jitterSum{0};
    std::vector<double> m_roundTrips;
    TracedCallback<uint64_t> m_received;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_RTP_SESSION_H
