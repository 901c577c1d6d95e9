// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NO_SERVICE_H
#define IOMT_NO_SERVICE_H

#include "service.h"

namespace ns3
{
namespace iomt
{

/// Nothing beside the readings: the baseline of a sweep over services.
class NoService : public Service
{
  public:
    static TypeId GetTypeId();
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_NO_SERVICE_H
