// SPDX-License-Identifier: GPL-2.0-only

#include "rtp-reception.h"

#include <algorithm>
#include <cmath>

namespace ns3::iomt
{

namespace
{

// RFC 3550, appendix A.1
constexpr uint32_t MODULUS = 1 << 16;
constexpr uint16_t MAX_DROPOUT = 3000;
constexpr uint16_t MAX_MISORDER = 100;

constexpr double TWO_TO_32 = 4294967296.0;

} // namespace

RtpReception::RtpReception(uint32_t clockRate)
    : m_clockRate(clockRate)
{
}

void
RtpReception::Begin(uint16_t sequence)
{
    m_begun = true;
    m_baseSequence = sequence;
    m_maxSequence = sequence;
    m_badSequence.reset();
    m_cycles = 0;
    m_received = 0;
    m_receivedPrior = 0;
    m_expectedPrior = 0;
    m_transit.reset();
}

std::optional<uint32_t>
RtpReception::Receive(const RtpPacket& packet, double arrivalS)
{
    if (!m_begun)
    {
        Begin(packet.sequence);
    }
    m_ssrc = packet.ssrc;
    const uint16_t ahead = packet.sequence - m_maxSequence;
    uint32_t extended = 0;
    if (ahead < MAX_DROPOUT)
    {
        if (packet.sequence < m_maxSequence)
        {
            m_cycles += MODULUS;
        }
        m_maxSequence = packet.sequence;
        extended = m_cycles + packet.sequence;
    }
    else if (ahead <= MODULUS - MAX_MISORDER)
    {
        if (m_badSequence != packet.sequence)
        {
            m_badSequence = packet.sequence + 1;
            return std::nullopt;
        }
        // Two in a row: the source began anew.
        Begin(packet.sequence);
        extended = packet.sequence;
    }
    else
    {
        // Late or twice; before the last wrap if its number is the greater.
        extended = m_cycles + packet.sequence - (packet.sequence > m_maxSequence ? MODULUS : 0);
    }
    m_badSequence.reset();
    ++m_received;

    // Appendix A.8, with the media clock's wrap taken out of the difference.
    const double arrival = arrivalS * m_clockRate;
    const double transit = std::remainder(arrival - packet.timestamp, TWO_TO_32);
    if (m_transit)
    {
        const double difference = std::abs(std::remainder(transit - *m_transit, TWO_TO_32));
        m_jitter += (difference - m_jitter) / 16;
    }
    m_transit = transit;
    return extended;
}

void
RtpReception::ReceiveReport(uint64_t ntp, double arrivalS)
{
    m_lastSr = ntp >> 16 & 0xffffffff;
    m_lastSrArrivalS = arrivalS;
}

uint64_t
RtpReception::Expected() const
{
    return m_begun ? uint64_t{m_cycles} + m_maxSequence - m_baseSequence + 1 : 0;
}

uint64_t
RtpReception::Received() const
{
    return m_received;
}

int64_t
RtpReception::Lost() const
{
    return static_cast<int64_t>(Expected()) - static_cast<int64_t>(m_received);
}

double
RtpReception::JitterS() const
{
    return m_jitter / m_clockRate;
}

std::optional<RtcpReportBlock>
RtpReception::MakeReport(double nowS)
{
    if (!m_begun)
    {
        return std::nullopt;
    }
    RtcpReportBlock block;
    block.ssrc = m_ssrc;
    // Appendix A.3
    block.cumulativeLost = std::clamp<int64_t>(Lost(), -0x800000, 0x7fffff);
    const int64_t expected = Expected() - m_expectedPrior;
    const int64_t lost = expected - static_cast<int64_t>(m_received - m_receivedPrior);
    m_expectedPrior = Expected();
    m_receivedPrior = m_received;
    block.fractionLost =
        expected <= 0 || lost <= 0 ? 0 : std::min<int64_t>((lost << 8) / expected, 255);
    block.highestSequence = m_cycles + m_maxSequence;
    block.jitter = static_cast<uint32_t>(m_jitter);
    block.lastSr = m_lastSr;
    if (m_lastSr != 0)
    {
        block.delaySinceLastSr = static_cast<uint32_t>((nowS - m_lastSrArrivalS) * 65536);
    }
    return block;
}

} // namespace ns3::iomt
