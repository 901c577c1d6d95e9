// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COMPAT_H
#define IOMT_COMPAT_H

/**
 * @file
 * @brief Every difference between ns-3 3.35 and 3.48 that the module meets, in one place.
 *
 * The build writes the minor version of ns-3 into iomt-config.h as IOMT_NS3_MINOR.
 */

#ifndef IOMT_NS3_MINOR
#include "ns3/iomt-config.h"
#endif

namespace ns3
{
// 3.42 moved lr-wpan and energy into namespaces of their own; with these directives the short
// spelling compiles before and after.
namespace lrwpan
{
}

namespace energy
{
}

using namespace lrwpan;
using namespace energy;
} // namespace ns3

// 3.41: MakeEnumAccessor wants the type of the enumeration.
#if IOMT_NS3_MINOR >= 41
#define IOMT_MAKE_ENUM_ACCESSOR(type, ...) MakeEnumAccessor<type>(__VA_ARGS__)
#else
#define IOMT_MAKE_ENUM_ACCESSOR(type, ...) MakeEnumAccessor(__VA_ARGS__)
#endif

// 3.42: lr-wpan's names lost their prefix.
#if IOMT_NS3_MINOR >= 42
#define IOMT_LR_WPAN_PHY_STATE PhyEnumeration
#else
#define IOMT_LR_WPAN_PHY_STATE LrWpanPhyEnumeration
#endif

// 3.38: LrWpanHelper::AssociateToPan became CreateAssociatedPan.
#if IOMT_NS3_MINOR >= 38
#define IOMT_ASSOCIATE_PAN CreateAssociatedPan
#else
#define IOMT_ASSOCIATE_PAN AssociateToPan
#endif

// 3.37: SpectrumSignalParameters::Copy became const.
#if IOMT_NS3_MINOR >= 37
#define IOMT_SIGNAL_COPY_CONST const
#else
#define IOMT_SIGNAL_COPY_CONST
#endif

// 3.36: SpectrumPhy::GetRxAntenna became GetAntenna, and a receiver can leave a SpectrumChannel.
// Before, it stays and has to ignore what it hears.
#if IOMT_NS3_MINOR >= 36
#define IOMT_PHY_ANTENNA Object
#define IOMT_PHY_GET_ANTENNA GetAntenna
#define IOMT_CAN_LEAVE_CHANNEL 1
#else
#define IOMT_PHY_ANTENNA AntennaModel
#define IOMT_PHY_GET_ANTENNA GetRxAntenna
#define IOMT_CAN_LEAVE_CHANNEL 0
#endif

// 3.37: what a Queue holds is a container; before, the Queue was walked itself.
#if IOMT_NS3_MINOR >= 37
#define IOMT_QUEUE_ITEMS GetContainer()
#else
#define IOMT_QUEUE_ITEMS (*this)
#endif

// 3.36: Simulator::Schedule takes any callable. Before, it knew what MakeEvent knew when it was
// declared, so wscript has this header included before all others.
#if IOMT_NS3_MINOR < 36
#include "ns3/event-impl.h"

#include <type_traits>
#include <utility>

namespace ns3
{

/// @brief An event that calls `callable`.
template <typename CALLABLE,
          std::enable_if_t<std::is_class_v<std::decay_t<CALLABLE>> &&
                               std::is_invocable_v<std::decay_t<CALLABLE>&>,
                           int> = 0>
EventImpl*
MakeEvent(CALLABLE&& callable)
{
    class CallableEvent : public EventImpl
    {
      public:
        explicit CallableEvent(CALLABLE&& toCall)
            : m_callable(std::forward<CALLABLE>(toCall))
        {
        }

      private:
        void Notify() override
        {
            m_callable();
        }

        std::decay_t<CALLABLE> m_callable;
    };

    return new CallableEvent(std::forward<CALLABLE>(callable));
}

} // namespace ns3
#endif

#endif // IOMT_COMPAT_H
