// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any octets as RTP and RTCP; what reads must write and read again as the same.

#include "ns3/rtp-packet.h"
#include "ns3/rtp-reception.h"

#include <cstdlib>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const Bytes octets(data, data + size);
    const auto compound = RtcpCompound::Decode(octets);
    if (compound && !(RtcpCompound::Decode(compound->Encode()) == compound))
    {
        std::abort();
    }
    const auto packet = RtpPacket::Decode(octets);
    if (!packet)
    {
        return 0;
    }
    if (!(RtpPacket::Decode(packet->Encode()) == packet))
    {
        std::abort();
    }
    // The payload's pairs of octets as sequence numbers that arrive.
    RtpReception reception(8000);
    RtpPacket next = *packet;
    for (std::size_t i = 0; i + 1 < packet->payload.size(); i += 2)
    {
        next.sequence = packet->payload[i] << 8 | packet->payload[i + 1];
        reception.Receive(next, static_cast<double>(i));
    }
    if (reception.Received() > packet->payload.size() || reception.JitterS() < 0)
    {
        std::abort();
    }
    reception.MakeReport(1e6);
    return 0;
}
