// SPDX-License-Identifier: GPL-2.0-only

#include "gateway-agent.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(GatewayAgent);

TypeId
GatewayAgent::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::GatewayAgent")
                            .SetParent<Commanded>()
                            .SetGroupName("Iomt")
                            .AddConstructor<GatewayAgent>();
    return tid;
}

GatewayAgent::GatewayAgent() = default;
GatewayAgent::~GatewayAgent() = default;

std::string
GatewayAgent::Execute(const Command&)
{
    return "";
}

} // namespace iomt
} // namespace ns3
