// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any octets as DICOM PDUs, their fragments as data sets; what reads must write
// and read again as the same.

#include "ns3/dicom-data-set.h"
#include "ns3/dicom-pdu.h"

#include <cstdlib>

using namespace ns3::iomt;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    DicomStream stream;
    stream.Append(Bytes(data, data + size));
    while (const auto pdu = stream.Next())
    {
        const auto again = DicomPdu::Decode(pdu->Encode());
        if (!again || again->Encode() != pdu->Encode())
        {
            std::abort();
        }
        for (const DicomDataValue& value : pdu->values)
        {
            const auto set = DicomDataSet::Decode(value.fragment);
            if (set && set->Encode() != value.fragment)
            {
                std::abort();
            }
        }
    }
    return 0;
}
