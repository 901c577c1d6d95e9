// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_GATEWAY_AGENT_H
#define IOMT_GATEWAY_AGENT_H

#include "care-event.h"
#include "correspondent.h"

#include <memory>
#include <set>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief The program on a site's gateway that takes the doctor's commands.
 *
 * A command is executed once, and only if its signature is that of a doctor it knows.
 */
class GatewayAgent : public Correspondent
{
  public:
    static TypeId GetTypeId();
    GatewayAgent();
    ~GatewayAgent() override;

    /**
     * @param topic where commands come, such as "ps/cmd/home-1"
     * @param reader knows the doctors whose signature counts
     */
    void SetDoctor(const std::string& topic, std::unique_ptr<DocumentReader> reader);

  protected:
    void Begin() override;

  private:
    void Obey(const OpenedDocument& opened);

    std::string m_topic;
    std::unique_ptr<DocumentReader> m_reader;
    std::set<std::string> m_executed;
    TracedCallback<const CareEvent&> m_care;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_GATEWAY_AGENT_H
