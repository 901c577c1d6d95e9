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

std::shared_ptr<const KeyEncapsulation>
KeyEncapsulation::MakeReader(const SecretRandom& random, const std::string& rights) const
{
    const OperationCounts before = RunningOperations();
    auto reader = DoMakeReader(random, rights);
    RunningOperations() = before;
    return reader;
}

std::shared_ptr<const KeyEncapsulation>
KeyEncapsulation::DoMakeReader(const SecretRandom&, const std::string&) const
{
    return nullptr;
}

} // namespace ns3::iomt
