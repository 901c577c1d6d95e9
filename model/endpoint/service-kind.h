// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SERVICE_KIND_H
#define IOMT_SERVICE_KIND_H

#include "ns3/registry.h"

namespace ns3
{

template <typename T>
class Ptr;

namespace iomt
{

class Service;

/**
 * @brief Makes services of one kind.
 *
 * `Registry<ServiceKind>` knows the family by name. No ns-3 here, so that whoever only checks or
 * lists names need not link it.
 */
class ServiceKind
{
  public:
    static constexpr const char* FAMILY = "service"; //!< for errors of the registry

    virtual ~ServiceKind() = default;

    /// @return a new service with its attributes at their defaults
    virtual Ptr<Service> Make() const = 0;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SERVICE_KIND_H
