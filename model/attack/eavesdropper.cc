// SPDX-License-Identifier: GPL-2.0-only

#include "eavesdropper.h"

#include "ns3/senml.h"

#include <limits>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Eavesdropper);

namespace
{

const bool REGISTERED = Registry<AttackKind>::Get().Add(
    "eavesdropper",
    [] { return std::make_unique<AttackKindOf<Eavesdropper>>(); },
    "hears every datagram and keeps the readings it can decode");

} // namespace

TypeId
Eavesdropper::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Eavesdropper")
            .SetParent<Attack>()
            .SetGroupName("Iomt")
            .AddConstructor<Eavesdropper>()
            .AddTraceSource("Understood",
                            "A SenML value was read in the clear: full name and value, NaN where "
                            "that is not a number.",
                            MakeTraceSourceAccessor(&Eavesdropper::m_understoodTrace),
                            "ns3::iomt::Eavesdropper::UnderstoodCallback");
    return tid;
}

uint64_t
Eavesdropper::GetUnderstood() const
{
    return m_understood;
}

nlohmann::json
Eavesdropper::Harm() const
{
    return {{"payload_bytes", m_octets}, {"understood", m_understood}, {"values", m_values}};
}

void
Eavesdropper::DoInstall()
{
    Tap(GetEnvironment().exchange, MakeCallback(&Eavesdropper::Hear, this));
}

bool
Eavesdropper::Hear(Ptr<NetDevice> /* device */,
                   Ptr<const Packet> packet,
                   uint16_t protocol,
                   const Address& /* source */,
                   const Address& /* destination */,
                   NetDevice::PacketType /* type */)
{
    if (!IsActive())
    {
        return true;
    }
    const auto datagram = Read(packet, protocol);
    if (!datagram)
    {
        return true;
    }
    m_octets += datagram->payload.size();
    Attempt(packet);

    const auto message = datagram->Coap();
    if (!message || message->bodyOffset == datagram->payload.size())
    {
        return true;
    }
    const auto pack = DecodeSenml(
        Bytes(datagram->payload.begin() + message->bodyOffset, datagram->payload.end()));
    if (!pack || pack->empty())
    {
        return true;
    }
    ++m_understood;
    for (const SenmlRecord& record : ResolveSenml(*pack))
    {
        ++m_values;
        m_understoodTrace(record.name.value_or(""),
                          record.value.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return true;
}

} // namespace iomt
} // namespace ns3
