// SPDX-License-Identifier: GPL-2.0-only

#include "key-encapsulation.h"

#include "operation-counts.h"

namespace ns3::iomt
{

void
KeyEncapsulation::MakeKeys(const SecretRandom& random, const KeyAccess& access)
{
    const OperationCounts before = RunningOperations();
    DoMakeKeys(random, access);
    RunningOperations() = before;
}

} // namespace ns3::iomt
