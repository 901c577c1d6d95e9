// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_REGISTRY_H
#define IOMT_REGISTRY_H

#include "nearest-name.h"

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief The members of a family of strategies, by name.
 *
 * A member registers itself from its own file, so adding one touches no list:
 * @code
 * const bool REGISTERED = Registry<CipherSuite>::Get().Add(
 *     "none", [] { return std::make_unique<NoCipher>(); }, "no protection");
 * @endcode
 * Errors call the family by `T::FAMILY` if it has one.
 *
 * @tparam T abstract base of the family
 * @tparam Args what its constructors take
 */
template <class T, class... Args>
class Registry
{
  public:
    using Factory = std::function<std::unique_ptr<T>(Args...)>;

    /// @return the one registry of this family
    static Registry& Get()
    {
        static Registry registry;
        return registry;
    }

    /**
     * @param name as scenarios write it
     * @param factory makes a member
     * @param summary one line for listings
     * @return whether the name was free
     */
    bool Add(const std::string& name, Factory factory, const std::string& summary)
    {
        return m_members.emplace(name, Member{std::move(factory), summary}).second;
    }

    /**
     * @param name of a member
     * @param args passed to its factory
     * @return a new member
     * @throws std::invalid_argument naming the value and what is allowed
     */
    std::unique_ptr<T> Create(const std::string& name, Args... args) const
    {
        return Find(name).factory(std::forward<Args>(args)...);
    }

    /// @return the names of all members, sorted
    std::vector<std::string> Names() const
    {
        std::vector<std::string> names;
        for (const auto& entry : m_members)
        {
            names.push_back(entry.first);
        }
        return names;
    }

    /**
     * @param name of a member
     * @return its one line
     * @throws std::invalid_argument naming the value and what is allowed
     */
    const std::string& Summary(const std::string& name) const
    {
        return Find(name).summary;
    }

    /// @return whether there is a member of that name
    bool Contains(const std::string& name) const
    {
        return m_members.count(name) != 0;
    }

  private:
    struct Member
    {
        Factory factory;
        std::string summary;
    };

    template <class U, class = void>
    struct Family
    {
        static std::string Name()
        {
            return "name";
        }
    };

    template <class U>
    struct Family<U, std::void_t<decltype(U::FAMILY)>>
    {
        static std::string Name()
        {
            return U::FAMILY;
        }
    };

    const Member& Find(const std::string& name) const
    {
        const auto found = m_members.find(name);
        if (found != m_members.end())
        {
            return found->second;
        }
        std::string message = "unknown " + Family<T>::Name() + " '" + name + "'";
        const std::string nearest = NearestName(name, Names());
        if (!nearest.empty())
        {
            message += ", did you mean '" + nearest + "'?";
        }
        message += nearest.empty() ? "; allowed:" : " Allowed:";
        const char* separator = " ";
        for (const auto& entry : m_members)
        {
            message += separator + entry.first;
            separator = ", ";
        }
        throw std::invalid_argument(message);
    }

    std::map<std::string, Member> m_members;
};

} // namespace ns3::iomt

#endif // IOMT_REGISTRY_H
