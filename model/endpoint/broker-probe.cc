// SPDX-License-Identifier: GPL-2.0-only

#include "broker-probe.h"

#include "receipts.h"

#include "ns3/content-format.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(BrokerProbe);

namespace
{

constexpr uint16_t PORT = 49152; // the first dynamic port (RFC 6335, 6)
constexpr double TIMEOUT_S = 2;  // ACK_TIMEOUT of RFC 7252, 4.8
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
    CoapParameters parameters;
    parameters.ackTimeoutS = TIMEOUT_S;
    parameters.ackRandomFactor = 1;
    parameters.maxRetransmit = REPETITIONS;
    SetCoapParameters(parameters);
}

BrokerProbe::~BrokerProbe() = default;

void
BrokerProbe::NotifyConstructionCompleted()
{
    Endpoint::NotifyConstructionCompleted();
    SetAttribute("Port", UintegerValue(PORT)); // COAP_PORT is the gateway agent's
}

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
BrokerProbe::Ask(const std::vector<uint64_t>& digests, Callback callback)
{
    if (!GetCoap())
    {
        return;
    }
    ++m_asked;
    CoapRequest request;
    request.method = CoapCode::POST;
    request.path = Receipts::PATH;
    request.contentFormat = OCTET_STREAM;
    request.payload = Receipts::Ask(digests);
    request.confirmable = true;
    GetCoap()->Request(m_broker,
                       request,
                       [callback, count = digests.size()](const CoapReply& reply) {
                           std::optional<std::vector<bool>> arrived;
                           if (reply.outcome == CoapOutcome::RESPONSE)
                           {
                               arrived = Receipts::Read(reply.message.payload, count);
                           }
                           callback(arrived);
                       });
}

uint64_t
BrokerProbe::GetAsked() const
{
    return m_asked;
}

} // namespace iomt
} // namespace ns3
