// SPDX-License-Identifier: GPL-2.0-only

#include "processing-hook.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(ProcessingHook);

TypeId
ProcessingHook::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::ProcessingHook")
                            .SetParent<ForwardingHook>()
                            .SetGroupName("Iomt")
                            .AddConstructor<ProcessingHook>()
                            .AddTraceSource("Arrived",
                                            "A datagram came in, before it waits.",
                                            MakeTraceSourceAccessor(&ProcessingHook::m_arrived),
                                            "ns3::iomt::ProcessingHook::PacketTracedCallback")
                            .AddTraceSource("Left",
                                            "The processor is through with a datagram.",
                                            MakeTraceSourceAccessor(&ProcessingHook::m_left),
                                            "ns3::iomt::ProcessingHook::PacketTracedCallback");
    return tid;
}

ProcessingHook::ProcessingHook() = default;
ProcessingHook::~ProcessingHook() = default;

void
ProcessingHook::DoDispose()
{
    m_processor = nullptr;
    ForwardingHook::DoDispose();
}

void
ProcessingHook::SetProcessor(Ptr<Processor> processor)
{
    m_processor = processor;
}

void
ProcessingHook::Handle(Ptr<Transit> transit)
{
    m_arrived(transit->GetPacket());
    OperationCounts counts;
    counts.Add(Operation::PACKET);
    Ptr<ProcessingHook> self(this);
    const bool accepted = m_processor->Charge(counts, [self, transit]() {
        self->m_left(transit->GetPacket());
        transit->Pass();
    });
    if (!accepted)
    {
        transit->Drop("processor queue full");
    }
}

} // namespace iomt
} // namespace ns3
