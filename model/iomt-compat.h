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

#endif // IOMT_COMPAT_H
