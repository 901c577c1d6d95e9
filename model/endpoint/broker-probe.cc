// SPDX-License-Identifier: GPL-2.0-only

#include "broker-probe.h"

#include "ns3/uinteger.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BrokerProbe);

namespace
{

constexpr uint16_t PORT = 49152;  // the first dynamic port (RFC 6335, 6)
constexpr double TIMEOUT_S = 2;   // ACK_TIMEOUT of RFC 7252, 4.8
constexpr unsigned REPETITIONS = 1;

} // namespace

TypeId
BrokerProbe::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::BrokerProbe")
                            .SetParent<Endpoint>()
                            .SetGroupName("Iomt")
                            .AddConstructor<BrokerProbe>();
    return tid;
}

BrokerProbe::BrokerProbe()
{
    SetAttribute("Port", UintegerValue(PORT));
    CoapParameters parameters;
    parameters.ackTimeoutS = TIMEOUT_S;
    parameters.ackRandomFactor = 1;
    parameters.maxRetransmit = REPETITIONS;
    SetCoapParameters(parameters);
}

BrokerProbe::~BrokerProbe() = default;

void
BrokerProbe::SetBroker(const CoapPeer& broker)
{
    m_broker = broker;
}

void
BrokerProbe::Begin()
{
}

void
BrokerProbe::Ask(std::function<void(bool)> callback)
{
    if (GetCoap())
    {
        ++m_asked;
        GetCoap()->Ping(m_broker, std::move(callback));
    }
}

uint64_t
BrokerProbe::GetAsked() const
{
    return m_asked;
}

} // namespace iomt
} // namespace ns3
