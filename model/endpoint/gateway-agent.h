// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_GATEWAY_AGENT_H
#define IOMT_GATEWAY_AGENT_H

#include "commanded.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief The program on a site's gateway that takes the doctor's commands: it switches what stands
 * in the home, such as an oxygen concentrator, whatever that is called.
 */
class GatewayAgent : public Commanded
{
  public:
    static TypeId GetTypeId();
    GatewayAgent();
    ~GatewayAgent() override;

  protected:
    std::string Execute(const Command& command) override;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_GATEWAY_AGENT_H
