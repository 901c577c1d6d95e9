// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer: whatever is on the wire, Datagram reads it inside its bounds or refuses it, writes
// back what it read, and keeps CoAP well-formed when it edits it.

#include "ns3/datagram.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using ns3::iomt::Bytes;
using ns3::iomt::Datagram;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

/// A datagram survives the way over the wire.
void
CheckRoundTrip(const Datagram& datagram)
{
    const Bytes wire = datagram.Serialize();
    const auto back = Datagram::Parse(wire.data(), wire.size());
    Require(back.has_value());
    Require(back->payload == datagram.payload);
    Require(back->source == datagram.source && back->destination == datagram.destination);
    Require(back->Serialize() == wire);
    for (std::size_t bit = 0; bit < 8; ++bit)
    {
        Bytes damaged = wire;
        damaged[damaged.size() - 1] ^= static_cast<uint8_t>(1U << bit);
        Require(!Datagram::Parse(damaged.data(), damaged.size()));
    }
}

/// Edits leave well-formed CoAP with the same header, and say so.
void
CheckEdits(Datagram datagram)
{
    const auto before = datagram.Coap();
    const Bytes body{0x42, 0x43};
    if (!before)
    {
        const Bytes payload = datagram.payload;
        Require(!datagram.RenameCoap(1, {}) && !datagram.ReplaceCoapBody(body));
        Require(datagram.payload == payload);
        return;
    }
    Require(before->tokenSize <= 8 && before->bodyOffset <= datagram.payload.size());
    const bool hasBody = before->bodyOffset < datagram.payload.size();
    Require(datagram.RenameCoap(static_cast<uint16_t>(before->messageId + 1), {9, 8, 7}));
    Require(datagram.ReplaceCoapBody(body) == hasBody);
    const auto after = datagram.Coap();
    Require(after.has_value());
    Require(after->messageId == static_cast<uint16_t>(before->messageId + 1));
    Require(after->type == before->type && after->code == before->code);
    Require(after->path == before->path && after->bodyOffset == before->bodyOffset);
    Require(!hasBody || datagram.payload.size() == before->bodyOffset + body.size());
    CheckRoundTrip(datagram);
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    // As a frame's payload: few inputs have a checksum that fits
    if (const auto datagram = Datagram::Parse(data, size))
    {
        const Bytes wire = datagram->Serialize();
        Require(wire.size() <= size && Bytes(data, data + wire.size()) == wire);
        CheckEdits(*datagram);
    }
    // As what a datagram carries, so that every input reaches the CoAP view
    Datagram carrier;
    carrier.sourcePort = 5683;
    carrier.destinationPort = 5683;
    carrier.payload.assign(data,
                           data + (size < Datagram::MAX_PAYLOAD ? size : Datagram::MAX_PAYLOAD));
    CheckRoundTrip(carrier);
    CheckEdits(carrier);
    return 0;
}
