// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PROCESSING_HOOK_H
#define IOMT_PROCESSING_HOOK_H

#include "forwarding-path.h"

#include "ns3/processor.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief Makes each datagram on a forwarding path wait for the node's processor.
 *
 * The queue is the processor's own, so a router that also runs an endpoint shares it with that.
 */
class ProcessingHook : public ForwardingHook
{
  public:
    static TypeId GetTypeId();
    ProcessingHook();
    ~ProcessingHook() override;

    /// @param processor whose queue and time are used
    void SetProcessor(Ptr<Processor> processor);
    void Handle(Ptr<Transit> transit) override;

    /**
     * @brief Signature of the trace sources Arrived and Left.
     * @param packet the datagram with its IPv6 header
     */
    typedef void (*PacketTracedCallback)(Ptr<const Packet> packet);

  protected:
    void DoDispose() override;

  private:
    Ptr<Processor> m_processor;
    TracedCallback<Ptr<const Packet>> m_arrived;
    TracedCallback<Ptr<const Packet>> m_left;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_PROCESSING_HOOK_H
