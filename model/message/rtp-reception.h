// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RTP_RECEPTION_H
#define IOMT_RTP_RECEPTION_H

#include "rtp-packet.h"

#include <cstdint>
#include <optional>

namespace ns3::iomt
{

/**
 * @brief What a receiver keeps of one source: loss and interarrival jitter (RFC 3550, appendices
 * A.1, A.3 and A.8).
 *
 * The source is known to both ends, so there is no probation.
 */
class RtpReception
{
  public:
    /// @param clockRate of the media [1/s]
    explicit RtpReception(uint32_t clockRate);

    /**
     * @brief A packet has arrived.
     * @param packet of the one source
     * @param arrivalS when, by the receiver's clock [s]
     * @return its sequence number with the count of wraps above, nothing if it is out of every
     *         order (more than 3,000 ahead or 100 behind) and not the second such in a row
     */
    std::optional<uint32_t> Receive(const RtpPacket& packet, double arrivalS);
    /// @brief A sender report has arrived. @param ntp in it @param arrivalS when [s]
    void ReceiveReport(uint64_t ntp, double arrivalS);

    /// @return packets the source has sent, as far as can be told from here
    uint64_t Expected() const;
    uint64_t Received() const;
    /// @return expected less received: below 0 with duplicates
    int64_t Lost() const;
    /// @return the running estimate of interarrival jitter [s]
    double JitterS() const;
    /**
     * @brief Report what came since the last call.
     * @param nowS by the receiver's clock [s]
     * @return the block, nothing before the first packet
     */
    std::optional<RtcpReportBlock> MakeReport(double nowS);

  private:
    void Begin(uint16_t sequence);

    uint32_t m_clockRate;
    bool m_begun{false};
    uint32_t m_ssrc{0};
    uint16_t m_maxSequence{0};
    uint32_t m_cycles{0}; //!< shifted count of wraps
    uint32_t m_baseSequence{0};
    std::optional<uint16_t> m_badSequence; //!< the one that would follow a stray packet
    uint64_t m_received{0};
    uint64_t m_expectedPrior{0};
    uint64_t m_receivedPrior{0};
    std::optional<double> m_transit; //!< of the packet before [ticks]
    double m_jitter{0};              //!< [ticks]
    uint32_t m_lastSr{0};
    double m_lastSrArrivalS{0};
};

} // namespace ns3::iomt

#endif // IOMT_RTP_RECEPTION_H
