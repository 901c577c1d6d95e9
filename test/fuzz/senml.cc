// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any octets as SenML; what reads must write and read again as the same.

#include "ns3/senml.h"

#include "ns3/ecg-block.h"

#include <cstdlib>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const auto pack = DecodeSenml(Bytes(data, data + size));
    if (!pack)
    {
        return 0;
    }
    const auto again = DecodeSenml(EncodeSenml(*pack));
    if (!again || *again != *pack)
    {
        std::abort();
    }
    for (const SenmlRecord& record : ResolveSenml(*pack))
    {
        if (!record.name || record.name->empty() || record.baseName)
        {
            std::abort();
        }
    }
    const auto block = EcgBlockFromSenml(*pack);
    if (block && EcgBlockFromSenml(ToSenml(*block, "a:")).has_value() != (block->rateHz > 0))
    {
        std::abort();
    }
    return 0;
}
