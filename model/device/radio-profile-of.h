// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RADIO_PROFILE_OF_H
#define IOMT_RADIO_PROFILE_OF_H

#include "device-profile.h"

#include "ns3/object.h"

namespace ns3
{
namespace iomt
{

/// Power of a node's radio, aggregated to the node for the access link to find.
class RadioProfileOf : public Object
{
  public:
    static TypeId GetTypeId();
    RadioProfileOf();
    ~RadioProfileOf() override;

    /// @param profile power in each state
    void Set(const RadioProfile& profile);
    /// @return power in each state
    const RadioProfile& Get() const;

  private:
    RadioProfile m_profile;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_RADIO_PROFILE_OF_H
